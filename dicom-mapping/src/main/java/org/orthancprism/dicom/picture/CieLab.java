// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.picture;

/** CIELAB (CIE 15, D65), in which equal distances look equally far, on an sRGB screen. */
final class CieLab {

  private CieLab() {}

  /**
   * The colour on a screen.
   *
   * @param light lightness L* in [0, 100]
   * @param a green to red
   * @param b blue to yellow
   * @return 0xRRGGBB; channels beyond what a screen shows are clipped
   */
  static int rgb(double light, double a, double b) {
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
