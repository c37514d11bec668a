// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DivergingColoursTest {

  /** CIELAB of an sRGB colour (IEC 61966-2-1, CIE 15, D65). */
  private static double[] lab(int rgb) {
    double[] linear = new double[3];
    for (int i = 0; i < 3; i++) {
      double value = (rgb >> (16 - 8 * i) & 0xFF) / 255.0;
      linear[i] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
    double x = root((0.4124 * linear[0] + 0.3576 * linear[1] + 0.1805 * linear[2]) / 0.95047);
    double y = root(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]);
    double z = root((0.0193 * linear[0] + 0.1192 * linear[1] + 0.9505 * linear[2]) / 1.08883);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double root(double value) {
    return value > 216.0 / 24389 ? Math.cbrt(value) : (value * 24389 / 27 + 16) / 116;
  }

  private static double distance(double one, double other) {
    double[] a = lab(DivergingColours.rgb(one));
    double[] b = lab(DivergingColours.rgb(other));
    return Math.sqrt(
        Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
  }

  @Test
  void equalStepsOfAValueLookEquallyLarge() {
    double step = distance(0, 1) / 10;
    for (int i = -10; i < 10; i++) {
      assertEquals(step, distance(i / 10.0, (i + 1) / 10.0), 0.25 * step, "from " + i / 10.0);
    }
  }

  @Test
  void aFallAndARiseAreEquallyDark() {
    for (double value : new double[] {0.25, 0.5, 1}) {
      double fall = lab(DivergingColours.rgb(-value))[0];
      double rise = lab(DivergingColours.rgb(value))[0];
      assertEquals(fall, rise, 1.5, "at " + value);
    }
  }

  @Test
  void fallsAreBlueAndRisesRed() {
    double[] fall = lab(DivergingColours.rgb(-1));
    double[] rise = lab(DivergingColours.rgb(1));
    assertTrue(fall[2] < -30 && rise[1] > 30);
  }

  @Test
  void whatLiesBeyondHasTheStrongestColour() {
    assertEquals(DivergingColours.rgb(1), DivergingColours.rgb(3));
  }
}
