// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import org.orthancprism.dicom.picture.Shade;

/**
 * Colours of {@link Shade} in a table, with the change in the strongest colour chosen so that the
 * film's changes can be distinguished.
 */
final class ChangeColours {
  private static final double[] SCALES = {0.05, 0.1, 0.25, 0.5, 1};
  private static final int GREYS = 256;
  private static final int AMOUNTS = 128;

  /** This share of the changed pixels may lie beyond the strongest colour. */
  private static final double BEYOND = 0.005;

  private final double full;
  private final int[] table = new int[GREYS * (2 * AMOUNTS + 1)];

  /**
   * @param full change of luminance, above 0, of the strongest colour
   */
  ChangeColours(double full) {
    this.full = full;
    for (int grey = 0; grey < GREYS; grey++) {
      for (int amount = -AMOUNTS; amount <= AMOUNTS; amount++) {
        table[grey * (2 * AMOUNTS + 1) + amount + AMOUNTS] =
            Shade.rgb(grey / (GREYS - 1.0), (double) amount / AMOUNTS);
      }
    }
  }

  /** The scale that fits the change of a film. */
  static ChangeColours fitting(float[] before, float[] after) {
    int[] histogram = new int[SCALES.length + 1];
    int changed = 0;
    for (int i = 0; i < before.length; i++) {
      double change = Math.abs(clipped(after[i]) - clipped(before[i]));
      if (change > 0) {
        int scale = 0;
        while (scale < SCALES.length - 1 && change > SCALES[scale]) {
          scale++;
        }
        histogram[scale]++;
        changed++;
      }
    }
    int within = 0;
    for (int scale = 0; scale < SCALES.length; scale++) {
      within += histogram[scale];
      if (within >= (1 - BEYOND) * changed) {
        return new ChangeColours(SCALES[scale]);
      }
    }
    throw new AssertionError("no change is larger than from black to white");
  }

  /** Change of luminance of the strongest colour. */
  double full() {
    return full;
  }

  /** The colour of a pixel, 0xRRGGBB. */
  int rgb(float before, float after) {
    float shown = clipped(before);
    return rgb(shown, (clipped(after) - shown) / full);
  }

  /** The colour of a grey, 0 to 1, under a change in [-1, 1], clipped to it. */
  int rgb(float grey, double change) {
    int amount = (int) Math.round(AMOUNTS * Math.max(-1, Math.min(1, change)));
    return table[Math.round(grey * (GREYS - 1)) * (2 * AMOUNTS + 1) + amount + AMOUNTS];
  }

  private static float clipped(float luminance) {
    return Math.max(0, Math.min(1, luminance));
  }
}
