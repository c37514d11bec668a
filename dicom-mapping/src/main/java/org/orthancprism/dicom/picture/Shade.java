// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.picture;

/**
 * A film's shade with a change laid over it, in CIELAB (D65): lightness shows the anatomy, hue the
 * sign of the change and chroma its amount, so that equal changes look equally strong. Without
 * change it is the film's own grey.
 *
 * <p>A diverging map along straight lines through a perceptually uniform space, as K. Moreland,
 * "Diverging Color Maps for Scientific Visualization" (ISVC 2009), and P. Kovesi, "Good Colour
 * Maps: How to Design Them" (arXiv:1509.03700), call for; the neutral centre is the film's own
 * grey.
 */
public final class Shade {

  /** Blue for darker, in the a* and b* axes, and orange-red for brighter: apart for any eye. */
  private static final double[] DARKER = {8, -68};

  private static final double[] BRIGHTER = {52, 58};

  /** Lightness at which both hues reach their chroma on a screen. */
  private static final double COLOURFUL = 56;

  private Shade() {}

  /**
   * The colour of one pixel.
   *
   * @param luminance the film's shade; shown as black below 0 and white above 1
   * @param change in [-1, 1]: -1 darkest, 0 unchanged, 1 brightest
   * @return 0xRRGGBB
   */
  public static int rgb(double luminance, double change) {
    double amount = Math.min(1, Math.abs(change));
    double[] hue = change < 0 ? DARKER : BRIGHTER;
    double film = 100 * lightness(luminance);
    double light = film + (COLOURFUL - film) * 0.75 * amount;
    return CieLab.rgb(light, hue[0] * amount, hue[1] * amount);
  }

  /** CIE lightness in [0, 1] of a grey that a screen shows for this value. */
  private static double lightness(double grey) {
    double clipped = Math.max(0, Math.min(1, grey));
    double linear = clipped <= 0.04045 ? clipped / 12.92 : Math.pow((clipped + 0.055) / 1.055, 2.4);
    double root = linear > 216.0 / 24389 ? Math.cbrt(linear) : (linear * 24389.0 / 27 + 16) / 116;
    return (116 * root - 16) / 100;
  }
}
