// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.picture;

/**
 * A film's shade with a change laid over it, in CIELAB (D65): lightness shows the anatomy, hue the
 * sign of the change and chroma its amount, so that equal changes look equally strong.
 */
final class Shade {

  /** Blue for darker, in the a* and b* axes, and orange-red for brighter: apart for any eye. */
  private static final double[] DARKER = {8, -68};

  private static final double[] BRIGHTER = {52, 58};

  private static final double DARKEST = 12;
  private static final double LIGHTEST = 82;

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
  static int rgb(double luminance, double change) {
    double amount = Math.min(1, Math.abs(change));
    double[] hue = change < 0 ? DARKER : BRIGHTER;
    double film = DARKEST + (LIGHTEST - DARKEST) * lightness(luminance);
    double light = film + (COLOURFUL - film) * 0.75 * amount;
    return labToRgb(light, hue[0] * amount, hue[1] * amount);
  }

  /** CIE lightness in [0, 1] of a grey that a screen shows for this value. */
  private static double lightness(double grey) {
    double clipped = Math.max(0, Math.min(1, grey));
    double linear = clipped <= 0.04045 ? clipped / 12.92 : Math.pow((clipped + 0.055) / 1.055, 2.4);
    double root = linear > 216.0 / 24389 ? Math.cbrt(linear) : (linear * 24389.0 / 27 + 16) / 116;
    return (116 * root - 16) / 100;
  }

  private static int labToRgb(double light, double a, double b) {
    double fy = (light + 16) / 116;
    double x = 0.95047 * inverse(fy + a / 500);
    double y = inverse(fy);
    double z = 1.08883 * inverse(fy - b / 200);
    int red = channel(3.2406 * x - 1.5372 * y - 0.4986 * z);
    int green = channel(-0.9689 * x + 1.8758 * y + 0.0415 * z);
    int blue = channel(0.0557 * x - 0.2040 * y + 1.0570 * z);
    return red << 16 | green << 8 | blue;
  }

  private static double inverse(double root) {
    double cube = root * root * root;
    return cube > 216.0 / 24389 ? cube : (116 * root - 16) * 27 / 24389;
  }

  private static int channel(double linear) {
    double value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
    return (int) Math.round(255 * Math.max(0, Math.min(1, value)));
  }
}
