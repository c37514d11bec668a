// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

/**
 * How attenuation shows on a film: luminance {@code 1 - exp(-attenuation)} (Beer and Lambert's
 * law), so that no body and no number of bodies is brighter than white and a body over a bright
 * place adds less to it than over a dark one.
 */
final class ToneCurve {

  private ToneCurve() {}

  /** Luminance in [0, 1) of an attenuation of at least 0. */
  static float luminance(double attenuation) {
    return (float) (1 - Math.exp(-Math.max(0, attenuation)));
  }

  /** Luminance of a place on a film with a body of this attenuation laid over it. */
  static float under(float luminance, double attenuation) {
    return (float) (1 - (1 - luminance) * Math.exp(-attenuation));
  }
}
