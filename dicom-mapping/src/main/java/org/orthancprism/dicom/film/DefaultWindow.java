// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.Optional;
import org.orthancprism.dicom.display.ModalityLut;
import org.orthancprism.dicom.display.VoiLut;

/**
 * The windows of a film that states none: the one that it is displayed by, and the one that models
 * see it by where few outliers would darken it for them.
 */
final class DefaultWindow {
  private static final double LOW = 0.005;
  private static final double HIGH = 0.995;

  private DefaultWindow() {}

  /** From the least to the greatest of the film's values, as viewers show such a film. */
  static VoiLut.Window shown(ModalityLut modality, StoredPixels pixels) {
    return between(modality, pixels.least(), pixels.greatest());
  }

  /**
   * For more than 8 bits, between robust percentiles of what is neither padding nor covered by a
   * shutter; empty where these are at least half as far apart as the least and the greatest value.
   */
  static Optional<VoiLut.Window> withoutOutliers(
      ModalityLut modality,
      ImagePixel image,
      Optional<PixelPadding> padding,
      DisplayShutter shutter,
      StoredPixels pixels) {
    if (image.bitsStored() <= 8) {
      return Optional.empty();
    }
    long[] counts = histogram(image, padding, shutter, pixels);
    int low = image.minimum() + quantile(counts, LOW);
    int high = image.minimum() + quantile(counts, HIGH);
    return high > low && 2 * (high - low) < pixels.greatest() - pixels.least()
        ? Optional.of(between(modality, low, high))
        : Optional.empty();
  }

  private static VoiLut.Window between(ModalityLut modality, int low, int high) {
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
