// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import java.util.Set;
import org.orthancprism.models.film.Film;

/**
 * Support devices drawn for a phantom's patient and laid over a film of somebody else, so that the
 * film without them is known exactly.
 */
public final class DrawnDevices {

  private DrawnDevices() {}

  /**
   * Lays devices over a film: where they attenuate by {@code a}, a luminance {@code l} becomes
   * {@code 1 - (1 - l) exp(-a)}, as on the phantoms' tone curve.
   *
   * @param film luminance in [0, 1], at least 64 pixels on each side
   * @param seed seed of the devices and of the patient they are drawn for
   */
  public static Film over(Film film, long seed) {
    return over(film, patient(film, seed, Set.of(PhantomFinding.SUPPORT_DEVICES)).deviceLayer());
  }

  /** The same with devices of one class alone. */
  public static Film over(Film film, DeviceClass kind, long seed) {
    return over(film, patient(film, seed, Set.of()).deviceLayer(kind, new SeededRandom(~seed)));
  }

  private static Patient patient(Film film, long seed, Set<PhantomFinding> findings) {
    return Patient.of(
        new PhantomSettings(film.rows(), film.columns(), seed, findings, Variety.CLINICAL));
  }

  private static Film over(Film film, float[] attenuation) {
    float[] luminance = film.luminance().clone();
    for (int i = 0; i < luminance.length; i++) {
      luminance[i] = ToneCurve.under(luminance[i], attenuation[i]);
    }
    return new Film(film.rows(), film.columns(), luminance);
  }
}
