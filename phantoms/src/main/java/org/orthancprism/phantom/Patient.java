// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import java.util.Set;
import org.orthancprism.models.film.Film;

/** One drawn patient before one detector, from whom films with any of the findings are taken. */
final class Patient {

  /** Height of the drawn detector in millimetres. */
  private static final double DETECTOR_HEIGHT = 430;

  private final PhantomSettings settings;
  private final Canvas canvas;
  private final Anatomy anatomy;
  private final Exposure exposure;
  private final Drawn effusion;
  private final float[] devices;
  private final float[] noise;
  private final Drawn heart;
  private final Drawn opacity;
  private final float[] pneumothorax;

  /** What a finding covers, and the luminance it lifts that to. */
  // The fields are films' pixels, shared and never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Drawn(float[] coverage, double brightness) {}

  /** What is drawn of a finding that the patient does not have. */
  private static final Drawn NOTHING = new Drawn(new float[0], 0);

  private Patient(PhantomSettings settings, SeededRandom chance) {
    this.settings = settings;
    boolean clinical = settings.variety() == Variety.CLINICAL;
    this.canvas = new Canvas(settings.rows(), settings.columns(), spacing());
    SeededRandom anatomyChance = chance.split();
    this.anatomy = clinical ? clinicalAnatomy(anatomyChance) : plainAnatomy(anatomyChance);
    anatomy.draw(canvas);
    SeededRandom exposureChance = chance.split();
    this.exposure =
        clinical
            ? Exposure.clinical(canvas, exposureChance)
            : Exposure.plain(canvas, exposureChance);
    Set<PhantomFinding> has = settings.findings();
    SeededRandom effusionChance = chance.split();
    this.effusion =
        has.contains(PhantomFinding.PLEURAL_EFFUSION) ? effusion(effusionChance) : NOTHING;
    SeededRandom deviceChance = chance.split();
    this.devices =
        has.contains(PhantomFinding.SUPPORT_DEVICES)
            ? devices(canvas, anatomy, settings.variety(), deviceChance)
            : NOTHING.coverage();
    this.noise = exposure.noise(canvas, chance.split());
    SeededRandom heartChance = chance.split();
    this.heart = has.contains(PhantomFinding.CARDIOMEGALY) ? heart(heartChance) : NOTHING;
    SeededRandom opacityChance = chance.split();
    this.opacity = has.contains(PhantomFinding.LUNG_OPACITY) ? opacity(opacityChance) : NOTHING;
    SeededRandom airChance = chance.split();
    this.pneumothorax =
        has.contains(PhantomFinding.PNEUMOTHORAX) ? pneumothorax(airChance) : NOTHING.coverage();
  }

  /** The patient of some settings. */
  static Patient of(PhantomSettings settings) {
    return new Patient(settings, new SeededRandom(settings.seed()));
  }

  private double spacing() {
    return DETECTOR_HEIGHT / settings.rows();
  }

  double pixelSpacing() {
    return canvas.pixelSpacing();
  }

  private Anatomy plainAnatomy(SeededRandom chance) {
    return new Anatomy(canvas.width(), canvas.height(), chance);
  }

  private Anatomy clinicalAnatomy(SeededRandom chance) {
    Projection projection = chance.happens(0.6) ? Projection.AP : Projection.PA;
    Habitus habitus = Habitus.of(projection, chance);
    return new Anatomy(canvas.width(), canvas.height(), chance, habitus);
  }

  private Drawn effusion(SeededRandom chance) {
    int side = chance.happens(0.5) ? -1 : 1;
    double filled = chance.between(0.2, 0.55);
    float[] coverage = PleuralEffusion.coverage(canvas, anatomy, side, filled, chance);
    return new Drawn(coverage, brightness(anatomy.liver(), chance, 0.72, 0.82));
  }

  private Drawn heart(SeededRandom chance) {
    double enlargement = chance.between(1.3, 1.7);
    float[] coverage = Cardiomegaly.coverage(canvas, anatomy, enlargement, chance);
    return new Drawn(coverage, brightness(anatomy.heart(), chance, 0.74, 0.86));
  }

  private Drawn opacity(SeededRandom chance) {
    float[] coverage = LungOpacity.coverage(canvas, anatomy, chance);
    return new Drawn(coverage, brightness(anatomy.liver(), chance, 0.66, 0.8));
  }

  /** Luminance of what is as dense as soft tissue: on a clinical film, as that shows elsewhere. */
  private double brightness(Point like, SeededRandom chance, double low, double high) {
    double share = chance.between(low, high);
    if (settings.variety() == Variety.PLAIN) {
      return share;
    }
    double shown = exposure.film(new float[] {canvas.at(like)})[0];
    return shown * (0.86 + (share - low) / (high - low) * 0.16);
  }

  private float[] pneumothorax(SeededRandom chance) {
    int side = chance.happens(0.5) ? -1 : 1;
    return Pneumothorax.of(canvas, anatomy, side, chance.between(12, 45), chance);
  }

  /** Attenuation of some devices, at least one, laid over an anatomy. */
  private static float[] devices(
      Canvas like, Anatomy anatomy, Variety variety, SeededRandom chance) {
    Canvas canvas = like.blank();
    int drawn = 0;
    while (drawn == 0) {
      for (SupportDevice device : SupportDevice.values()) {
        if (device.drawnIn(variety) && chance.happens(device.frequency())) {
          device.draw(canvas, anatomy, chance);
          drawn++;
        }
      }
    }
    return canvas.blurred(canvas.attenuation(), chance.between(0.1, 0.5));
  }

  /** A film of this patient with some of the findings. */
  Film film(Set<PhantomFinding> findings) {
    boolean air = findings.contains(PhantomFinding.PNEUMOTHORAX);
    float[] luminance = exposure.film(air ? pneumothorax : canvas.attenuation());
    luminance = with(PhantomFinding.LUNG_OPACITY, findings, luminance, opacity);
    luminance = with(PhantomFinding.CARDIOMEGALY, findings, luminance, heart);
    luminance = with(PhantomFinding.PLEURAL_EFFUSION, findings, luminance, effusion);
    boolean bears = findings.contains(PhantomFinding.SUPPORT_DEVICES);
    float[] open = exposure.open();
    for (int i = 0; i < luminance.length; i++) {
      float shown = ToneCurve.under(luminance[i], bears ? devices[i] : 0);
      double reached = exposure.border() + open[i] * (shown - exposure.border());
      luminance[i] = (float) Math.min(1, Math.max(0, reached + open[i] * noise[i]));
    }
    return new Film(settings.rows(), settings.columns(), luminance);
  }

  private static float[] with(
      PhantomFinding finding, Set<PhantomFinding> findings, float[] luminance, Drawn drawn) {
    return findings.contains(finding)
        ? PleuralEffusion.over(luminance, drawn.coverage(), drawn.brightness())
        : luminance;
  }

  /** The film without any finding. */
  Film bareFilm() {
    return film(Set.of());
  }

  /** Where devices attenuate, and how much, as far as the beam reaches. */
  float[] deviceLayer() {
    return underTheBeam(devices.clone());
  }

  /** The same of devices of one class, laid over this patient, who may have others too. */
  float[] deviceLayer(DeviceClass kind, SeededRandom chance) {
    Canvas layer = canvas.blank();
    kind.draw(layer, anatomy, chance);
    return underTheBeam(layer.blurred(layer.attenuation(), chance.between(0.1, 0.5)));
  }

  private float[] underTheBeam(float[] layer) {
    for (int i = 0; i < layer.length; i++) {
      layer[i] *= exposure.open()[i];
    }
    return layer;
  }

  /** Attenuation of the bones of chest wall and shoulders. */
  float[] boneLayer() {
    return anatomy.bones();
  }

  /** What the lungs cover, in [0, 1]. */
  float[] lungLayer() {
    return anatomy.lungs(canvas);
  }

  /** What an enlarged heart covers, in [0, 1]. */
  float[] heartLayer() {
    return heart.coverage();
  }

  /** What opacities cover, in [0, 1]. */
  float[] opacityLayer() {
    return opacity.coverage();
  }

  /** What an effusion of one side covers, in [0, 1]. */
  float[] fluidLayer(int side, SeededRandom chance) {
    return PleuralEffusion.coverage(canvas, anatomy, side, chance.between(0.15, 0.55), chance);
  }
}
