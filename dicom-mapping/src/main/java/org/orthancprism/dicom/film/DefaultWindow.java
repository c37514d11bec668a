// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.Optional;
import org.orthancprism.dicom.display.ModalityLut;
import org.orthancprism.dicom.display.VoiLut;

/**
 * The window of a film that has none: from the least to the greatest of its values, as viewers show
 * such a film; but for more than 8 bits between robust percentiles of what is neither padding nor
 * covered by a shutter where these are less than half as far apart, since then few outliers would
 * darken it.
 */
final class DefaultWindow {
  private static final double LOW = 0.005;
  private static final double HIGH = 0.995;

  private DefaultWindow() {}

  static VoiLut.Window of(
      ModalityLut modality,
      ImagePixel image,
      Optional<PixelPadding> padding,
      DisplayShutter shutter,
      StoredPixels pixels) {
    int low = pixels.least();
    int high = pixels.greatest();
    if (image.bitsStored() > 8) {
      long[] counts = histogram(image, padding, shutter, pixels);
      int lowPercentile = image.minimum() + quantile(counts, LOW);
      int highPercentile = image.minimum() + quantile(counts, HIGH);
      int seen = highPercentile - lowPercentile;
      if (seen > 0 && 2 * seen < high - low) {
        low = lowPercentile;
        high = highPercentile;
      }
    }
    double one = modality.apply(low);
    double other = modality.apply(high);
    return VoiLut.Window.between(Math.min(one, other), Math.max(one, other));
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
