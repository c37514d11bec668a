// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.Optional;

/**
 * The window of a film that has none: all values for 8 bits, otherwise between robust percentiles
 * of what is neither padding nor covered by a shutter.
 */
final class DefaultWindow {
  private static final double LOW = 0.005;
  private static final double HIGH = 0.995;

  private DefaultWindow() {}

  static VoiLut of(
      ModalityLut modality,
      ImagePixel image,
      Optional<PixelPadding> padding,
      DisplayShutter shutter,
      StoredPixels pixels) {
    int low = image.minimum();
    int high = image.maximum();
    if (image.bitsStored() > 8) {
      long[] counts = histogram(image, padding, shutter, pixels);
      int lowPercentile = low + quantile(counts, LOW);
      int highPercentile = low + quantile(counts, HIGH);
      if (highPercentile > lowPercentile) {
        low = lowPercentile;
        high = highPercentile;
      }
    }
    double from = modality.apply(low);
    double to = modality.apply(high);
    double width = Math.abs(to - from);
    // A modality table may map all to one value.
    return new VoiLut.LinearExact((from + to) / 2, width > 0 ? width : 1);
  }

  private static long[] histogram(
      ImagePixel image,
      Optional<PixelPadding> padding,
      DisplayShutter shutter,
      StoredPixels pixels) {
    long[] counts = new long[image.maximum() - image.minimum() + 1];
    for (int i = 0; i < pixels.size(); i++) {
      int value = pixels.value(i);
      boolean visible = !shutter.covers(i);
      if (visible && (padding.isEmpty() || !padding.get().contains(value))) {
        counts[value - image.minimum()]++;
      }
    }
    return counts;
  }

  private static int quantile(long[] counts, double share) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    long below = (long) (share * total);
    for (int i = 0; i < counts.length; i++) {
      below -= counts[i];
      if (below < 0) {
        return i;
      }
    }
    return counts.length - 1;
  }
}
