// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import java.util.Arrays;
import java.util.List;

/** How a film is exposed, collimated and read out. */
final class Exposure {

  private final double contrast;
  private final double brightness;
  private final double black;
  private final double white;
  private final double strongestNoise;
  private final float[] open;
  private final double border;
  private final double grid;
  private final double gridPeriod;

  private Exposure(
      double contrast,
      double brightness,
      double black,
      double white,
      double strongestNoise,
      float[] open,
      double border,
      double grid,
      double gridPeriod) {
    this.contrast = contrast;
    this.brightness = brightness;
    this.black = black;
    this.white = white;
    this.strongestNoise = strongestNoise;
    this.open = open;
    this.border = border;
    this.grid = grid;
    this.gridPeriod = gridPeriod;
  }

  /** An even exposure over the whole detector. */
  static Exposure plain(Canvas canvas, SeededRandom chance) {
    float[] open = new float[canvas.attenuation().length];
    Arrays.fill(open, 1);
    return new Exposure(
        chance.between(0.85, 1.25), chance.between(-0.05, 0.08), 0, 1, 0.012, open, 0, 0, 1);
  }

  /**
   * An exposure as clinics have them: thin to dense, windowed so that parts are black or white, now
   * and then collimated with a black or white border, or with a grid's lines.
   */
  static Exposure clinical(Canvas canvas, SeededRandom chance) {
    double contrast = chance.between(0.65, 1.3);
    // As a digital detector's processing does: the window follows from the film's own histogram.
    float[] sorted = canvas.attenuation().clone();
    Arrays.sort(sorted);
    double dark = ToneCurve.luminance(contrast * sorted[(int) (0.14 * sorted.length)]);
    double bright = ToneCurve.luminance(contrast * sorted[(int) (0.97 * sorted.length)]);
    double range = (bright - dark) / chance.between(0.6, 0.92);
    double black = dark - chance.between(0.03, 0.25) * range;
    return new Exposure(
        contrast,
        0,
        black,
        black + range,
        0.022,
        chance.happens(0.45) ? collimated(canvas, chance) : plain(canvas, chance).open,
        chance.happens(0.7) ? chance.between(0, 0.04) : chance.between(0.9, 1),
        chance.happens(0.15) ? chance.between(0.004, 0.012) : 0,
        chance.between(2.5, 5));
  }

  private static float[] collimated(Canvas canvas, SeededRandom chance) {
    double tilt = chance.normal(0.02);
    double[] cut = new double[4];
    for (int i = 0; i < cut.length; i++) {
      cut[i] = chance.happens(0.6) ? chance.between(-10, 0.09 * canvas.width()) : -20;
    }
    double right = canvas.width() - cut[1];
    double bottom = canvas.height() - cut[3];
    double lean = tilt * canvas.height();
    List<Point> corners =
        List.of(
            new Point(cut[0] + lean, cut[2]),
            new Point(right + lean, cut[2] + lean),
            new Point(right, bottom + lean),
            new Point(cut[0], bottom),
            new Point(cut[0] + lean, cut[2]));
    return canvas.blurred(canvas.area(new Curve(corners)), chance.between(0.3, 1.5));
  }

  /** Luminance in [0, 1] of an attenuation, before noise and border. */
  float[] film(float[] attenuation) {
    float[] result = new float[attenuation.length];
    for (int i = 0; i < result.length; i++) {
      double shown = ToneCurve.luminance(contrast * attenuation[i] + brightness);
      result[i] = (float) Math.min(1, Math.max(0, (shown - black) / (white - black)));
    }
    return result;
  }

  /** Share of the beam that reaches each pixel past the collimator. */
  float[] open() {
    return open;
  }

  /** Luminance behind the collimator. */
  double border() {
    return border;
  }

  /** Readout noise and grid as a field around 0, the noise's grain independent of the pixels. */
  float[] noise(Canvas canvas, SeededRandom chance) {
    float[] grain = canvas.texture(chance, 0.2);
    float scale = (float) chance.between(0.004, strongestNoise);
    int columns = (int) Math.round(canvas.width() / canvas.pixelSpacing());
    for (int i = 0; i < grain.length; i++) {
      grain[i] *= scale;
      if (grid > 0) {
        grain[i] += (float) (grid * Math.sin(2 * Math.PI * (i % columns) / gridPeriod));
      }
    }
    return grain;
  }
}
