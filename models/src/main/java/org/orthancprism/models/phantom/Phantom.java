// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.phantom;

import org.orthancprism.models.film.Film;

/**
 * A drawn chest radiograph of nobody, with the truth about it: the same film without its support
 * devices, and the same film without its pleural effusion. Noise is the same in all, so that they
 * differ by the finding alone.
 *
 * <p>It looks like a radiograph enough to try software on; no claim about patients follows from it.
 *
 * @param film the film, as it would arrive
 * @param withoutSupportDevices the film had there been no support devices; equal to the film where
 *     the phantom has none
 * @param withoutPleuralEffusion the film had there been no effusion; equal to the film where the
 *     phantom has none
 * @param pixelSpacing distance of neighbouring pixels in millimetres
 */
public record Phantom(
    Film film, Film withoutSupportDevices, Film withoutPleuralEffusion, double pixelSpacing) {

  /** Height of the drawn detector in millimetres. */
  private static final double DETECTOR_HEIGHT = 430;

  /** Draws the phantom; the same settings give the same phantom. */
  public static Phantom generate(PhantomSettings settings) {
    double spacing = DETECTOR_HEIGHT / settings.rows();
    Chance chance = new Chance(settings.seed());
    Canvas canvas = new Canvas(settings.rows(), settings.columns(), spacing);
    Anatomy anatomy = new Anatomy(canvas.width(), canvas.height(), chance.split());
    anatomy.draw(canvas);
    float[] bare = Exposure.film(canvas, chance.split());

    float[] fluid = bare;
    Chance fluidChance = chance.split();
    if (settings.pleuralEffusion()) {
      fluid = withFluid(bare, canvas, anatomy, fluidChance);
    }
    float[] devices = canvas.blank().attenuation();
    Chance deviceChance = chance.split();
    if (settings.supportDevices()) {
      devices = devices(canvas, anatomy, deviceChance);
    }
    float[] noise = Exposure.noise(canvas, chance.split());
    return new Phantom(
        film(settings, fluid, devices, noise),
        film(settings, fluid, canvas.blank().attenuation(), noise),
        film(settings, bare, devices, noise),
        spacing);
  }

  /** Attenuation of some devices, at least one, laid over an anatomy. */
  static float[] devices(Canvas like, Anatomy anatomy, Chance chance) {
    Canvas canvas = like.blank();
    int drawn = 0;
    while (drawn == 0) {
      for (SupportDevice device : SupportDevice.values()) {
        if (chance.happens(device == SupportDevice.ELECTROCARDIOGRAM_LEADS ? 0.8 : 0.35)) {
          device.draw(canvas, anatomy, chance);
          drawn++;
        }
      }
    }
    return canvas.blurred(canvas.attenuation(), chance.between(0.1, 0.5));
  }

  private static float[] withFluid(float[] bare, Canvas canvas, Anatomy anatomy, Chance chance) {
    int side = chance.happens(0.5) ? -1 : 1;
    double filled = chance.between(0.2, 0.55);
    float[] coverage = PleuralEffusion.coverage(canvas, anatomy, side, filled, chance);
    return PleuralEffusion.over(bare, coverage, chance.between(0.72, 0.82));
  }

  private static Film film(
      PhantomSettings settings, float[] luminance, float[] devices, float[] noise) {
    float[] result = new float[luminance.length];
    for (int i = 0; i < result.length; i++) {
      float shown = ToneCurve.under(luminance[i], devices[i]) + noise[i];
      result[i] = Math.min(1f, Math.max(0f, shown));
    }
    return new Film(settings.rows(), settings.columns(), result);
  }
}
