// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.phantom;

/** How a film is exposed and read out: contrast, brightness and noise. */
final class Exposure {

  private Exposure() {}

  /** Luminance in [0, 1] of what lies on a canvas, before noise. */
  static float[] film(Canvas canvas, Chance chance) {
    double contrast = chance.between(0.85, 1.25);
    double brightness = chance.between(-0.05, 0.08);
    float[] attenuation = canvas.attenuation();
    float[] result = new float[attenuation.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = ToneCurve.luminance(contrast * attenuation[i] + brightness);
    }
    return result;
  }

  /** Readout noise as a field around 0, its grain independent of the number of pixels. */
  static float[] noise(Canvas canvas, Chance chance) {
    float[] grain = canvas.blurred(chance.noise(canvas.attenuation().length), 0.2);
    double power = 0;
    for (float value : grain) {
      power += value * value;
    }
    double scale = chance.between(0.004, 0.012) / Math.sqrt(power / grain.length);
    for (int i = 0; i < grain.length; i++) {
      grain[i] *= (float) scale;
    }
    return grain;
  }
}
