// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.Arrays;
import java.util.Optional;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * From stored values to luminance and back, tabulated over all values that can be stored.
 *
 * <p>Stored value, Modality LUT, VOI LUT, inversion, in this order (PS3.4 N.2). MONOCHROME1 is
 * inverted, and so is the Presentation LUT Shape INVERSE, which goes with it (PS3.3 C.8.11.3.1.2);
 * a film that is MONOCHROME1 and says IDENTITY contradicts itself, and is shown as MONOCHROME1, as
 * viewers do. The way back looks the nearest luminance up, so it needs no formula and serves any
 * table.
 */
final class DisplayTransform {
  private final ImagePixel image;
  private final Optional<PixelPadding> padding;

  /** Luminance of {@code image.minimum() + index}. */
  private final double[] luminance;

  /** The same, made rising, for the search. */
  private final double[] rising;

  /** Whether luminance falls with the stored value, so that {@link #rising} runs backwards. */
  private final boolean falling;

  private DisplayTransform(ImagePixel image, Optional<PixelPadding> padding, double[] luminance) {
    this.image = image;
    this.padding = padding;
    this.luminance = luminance;
    this.falling = luminance[luminance.length - 1] < luminance[0];
    this.rising = rising(luminance, falling);
  }

  static DisplayTransform of(
      Dataset dataset, ImagePixel image, DisplayShutter shutter, int[] storedValues) {
    Optional<PixelPadding> padding = PixelPadding.of(dataset, image);
    ModalityLut modality = ModalityLut.of(dataset, image.signed());
    // What a Modality LUT gives is never negative (PS3.3 C.11.1.1.1).
    boolean mayBeNegative = image.signed() && !(modality instanceof ModalityLut.Table);
    VoiLut voi =
        VoiLut.of(dataset, mayBeNegative)
            .orElseGet(() -> DefaultWindow.of(modality, image, padding, shutter, storedValues));
    boolean inverted =
        dataset.string(Tag.PHOTOMETRIC_INTERPRETATION).filter("MONOCHROME1"::equals).isPresent()
            || dataset.string(Tag.PRESENTATION_LUT_SHAPE).filter("INVERSE"::equals).isPresent();
    double[] luminance = new double[image.maximum() - image.minimum() + 1];
    for (int i = 0; i < luminance.length; i++) {
      double share = voi.apply(modality.apply(image.minimum() + i));
      luminance[i] = inverted ? 1 - share : share;
    }
    return new DisplayTransform(image, padding, luminance);
  }

  /** Luminance of a stored value; padding is black. */
  float luminance(int storedValue) {
    return isPadding(storedValue) ? 0 : (float) luminance[storedValue - image.minimum()];
  }

  boolean isPadding(int storedValue) {
    return padding.isPresent() && padding.get().contains(storedValue);
  }

  /**
   * The stored value whose luminance is nearest. Of several that look the same the one next to
   * {@code source} is taken; a padding value never is.
   */
  int storedValue(double wanted, int source) {
    int above = lowerBound(wanted);
    int nearest =
        above == rising.length
                || (above > 0 && wanted - rising[above - 1] <= rising[above] - wanted)
            ? above - 1
            : above;
    return outsidePadding(valueAt(alike(nearest, indexOf(source))), wanted);
  }

  /** Of the indices whose luminance is the same as at {@code index}, the one nearest to another. */
  private int alike(int index, int other) {
    boolean alone =
        (index == 0 || rising[index - 1] < rising[index])
            && (index == rising.length - 1 || rising[index + 1] > rising[index]);
    if (alone) {
      return index;
    }
    int first = lowerBound(rising[index]);
    int last = lowerBound(Math.nextUp(rising[index])) - 1;
    return Math.max(first, Math.min(last, other));
  }

  private int outsidePadding(int value, double wanted) {
    if (!isPadding(value)) {
      return value;
    }
    PixelPadding range = padding.orElseThrow();
    int below = range.first() - 1;
    int above = range.last() + 1;
    if (below < image.minimum()) {
      return Math.min(above, image.maximum());
    }
    if (above > image.maximum()) {
      return below;
    }
    double distanceBelow = Math.abs(luminance[below - image.minimum()] - wanted);
    double distanceAbove = Math.abs(luminance[above - image.minimum()] - wanted);
    return distanceBelow < distanceAbove ? below : above;
  }

  private int indexOf(int value) {
    return falling ? image.maximum() - value : value - image.minimum();
  }

  private int valueAt(int index) {
    return falling ? image.maximum() - index : image.minimum() + index;
  }

  /** First index of {@link #rising} whose luminance is not below this one. */
  private int lowerBound(double wanted) {
    int low = 0;
    int high = rising.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (rising[middle] < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double[] rising(double[] luminance, boolean falling) {
    double[] rising = Arrays.copyOf(luminance, luminance.length);
    if (falling) {
      for (int i = 0; i < rising.length; i++) {
        rising[i] = luminance[luminance.length - 1 - i];
      }
    }
    for (int i = 1; i < rising.length; i++) {
      rising[i] = Math.max(rising[i], rising[i - 1]);
    }
    return rising;
  }
}
