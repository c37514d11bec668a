// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.picture;

/**
 * Colours for what falls or rises: from near white at zero along straight lines through CIELAB to a
 * blue for the lowest and a red for the highest, equally dark and equally far from white, so that
 * equal changes look equally strong, also in grey and to any eye.
 */
public final class DivergingColours {

  private static final double WHITE = 97;

  /** As dark as black letters can be read on and both hues fit on a screen. */
  private static final double DARKEST = 48;

  private static final double[] FALLS = {2, -50};
  private static final double[] RISES = {44, 24};

  private DivergingColours() {}

  /**
   * The colour of a value.
   *
   * @param value in [-1, 1], clipped to it
   * @return 0xRRGGBB
   */
  public static int rgb(double value) {
    double amount = Math.min(1, Math.abs(value));
    double[] hue = value < 0 ? FALLS : RISES;
    return CieLab.rgb(WHITE + (DARKEST - WHITE) * amount, hue[0] * amount, hue[1] * amount);
  }
}
