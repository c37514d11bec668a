// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.Arrays;
import java.util.Optional;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.display.GrayscaleDisplay;

/**
 * From stored values to luminance and back, tabulated over all values that can be stored.
 *
 * <p>The way there is that of {@link GrayscaleDisplay}. The way back looks the nearest luminance
 * up, so it needs no formula and serves any table.
 */
final class DisplayTransform {
  private static final int WORD = 0xFFFF;

  /** How unevenly values of a straight line may lie by rounding, in steps of it. */
  private static final double ROUNDING = 1e-6;

  /** As many parts as there can be stored values: mostly one in each. */
  private static final int PARTS = 1 << 16;

  private final GrayscaleDisplay display;
  private final ImagePixel image;
  private final Optional<PixelPadding> padding;

  /** Padding values lie between these; without padding none does. */
  private final int firstPadding;

  private final int lastPadding;

  /** Luminance of {@code image.minimum() + index}. */
  private final double[] luminance;

  /** Luminance of the value whose 16 bits are the index, as it is shown: padding is black. */
  private final float[] shown;

  /** The same, made rising, for the search. */
  private final double[] rising;

  /**
   * Stored values to a unit of luminance, where they lie on a straight line, as a linear window has
   * them; else 0.
   */
  private final double valuesPerUnit;

  /** For each part of the range of {@link #rising}, the first index in it or above. */
  private final int[] firstInPart;

  /** Parts of the range for each unit of luminance; 0 if all values look the same. */
  private final double partsPerUnit;

  /** Whether luminance falls with the stored value, so that {@link #rising} runs backwards. */
  private final boolean falling;

  private DisplayTransform(
      GrayscaleDisplay display,
      ImagePixel image,
      Optional<PixelPadding> padding,
      double[] luminance) {
    this.display = display;
    this.image = image;
    this.padding = padding;
    this.firstPadding = padding.map(PixelPadding::first).orElse(Integer.MAX_VALUE);
    this.lastPadding = padding.map(PixelPadding::last).orElse(Integer.MIN_VALUE);
    this.luminance = luminance;
    this.falling = luminance[luminance.length - 1] < luminance[0];
    this.rising = rising(luminance, falling);
    this.shown = shown();
    double range = rising[rising.length - 1] - rising[0];
    this.partsPerUnit = range > 0 ? (PARTS - 1) / range : 0;
    this.firstInPart = firstInPart();
    this.valuesPerUnit = isStraight(rising) ? (rising.length - 1) / range : 0;
  }

  /** A film as it is displayed: by what it states, else from its least to its greatest value. */
  static DisplayTransform shown(Dataset dataset, ImagePixel image, StoredPixels pixels) {
    GrayscaleDisplay stated = GrayscaleDisplay.of(dataset, image.minimum(), image.maximum());
    GrayscaleDisplay display =
        stated.voi().isPresent()
            ? stated
            : stated.with(DefaultWindow.shown(stated.modality(), pixels));
    return of(display, image, PixelPadding.of(dataset, image));
  }

  /**
   * The film as models see it: as it is displayed, but without its outliers where it states neither
   * window nor table.
   */
  DisplayTransform forModels(Dataset dataset, DisplayShutter shutter, StoredPixels pixels) {
    GrayscaleDisplay stated = GrayscaleDisplay.of(dataset, image.minimum(), image.maximum());
    if (stated.voi().isPresent()) {
      return this;
    }
    return DefaultWindow.withoutOutliers(stated.modality(), image, padding, shutter, pixels)
        .map(window -> of(stated.with(window), image, padding))
        .orElse(this);
  }

  private static DisplayTransform of(
      GrayscaleDisplay display, ImagePixel image, Optional<PixelPadding> padding) {
    double[] luminance = new double[image.maximum() - image.minimum() + 1];
    for (int i = 0; i < luminance.length; i++) {
      luminance[i] = display.luminance(image.minimum() + i);
    }
    return new DisplayTransform(display, image, padding, luminance);
  }

  /** How the film says that it is shown, with the window that it gets if it has none. */
  GrayscaleDisplay display() {
    return display;
  }

  /** What pads the film. */
  Optional<PixelPadding> padding() {
    return padding;
  }

  /** Luminance of a stored value; padding is black. */
  float luminance(int storedValue) {
    return shown[storedValue & WORD];
  }

  /** Luminance of all pixels. */
  float[] luminance(StoredPixels pixels) {
    short[] words = pixels.words();
    float[] result = new float[words.length];
    PixelBands.of(
        result.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            result[i] = shown[words[i] & WORD];
          }
        });
    return result;
  }

  /** Luminance of the pixels of one row. */
  void luminance(StoredPixels pixels, int from, float[] row) {
    short[] words = pixels.words();
    for (int i = 0; i < row.length; i++) {
      row[i] = shown[words[from + i] & WORD];
    }
  }

  boolean isPadding(int storedValue) {
    return storedValue >= firstPadding && storedValue <= lastPadding;
  }

  /**
   * The stored value whose luminance is nearest. Of several that look the same the one next to
   * {@code source} is taken; a padding value never is.
   */
  int storedValue(double wanted, int source) {
    double position = (wanted - rising[0]) * valuesPerUnit;
    if (position > 1 && position < rising.length - 2) {
      int nearest = (int) (position + 0.5);
      if (Math.abs(position - nearest) < 0.5 - ROUNDING) {
        return outsidePadding(valueAt(nearest), wanted);
      }
    }
    return searched(wanted, source);
  }

  private int searched(double wanted, int source) {
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
    int below = firstPadding - 1;
    int above = lastPadding + 1;
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
    int part = part(wanted);
    int low = firstInPart[part];
    int high = firstInPart[part + 1];
    if (low < high && rising[low] >= wanted) {
      return low;
    }
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

  /** The part of the range that a luminance lies in; those beyond are of the first or the last. */
  private int part(double wanted) {
    double position = (wanted - rising[0]) * partsPerUnit + 1;
    return (int) Math.max(0, Math.min(PARTS, position));
  }

  /** A search for a luminance of one part goes from its first index to that of the next. */
  private int[] firstInPart() {
    int[] first = new int[PARTS + 2];
    int index = 0;
    for (int part = 0; part <= PARTS; part++) {
      while (index < rising.length && part(rising[index]) < part) {
        index++;
      }
      first[part] = index;
    }
    first[PARTS + 1] = rising.length;
    return first;
  }

  private static boolean isStraight(double[] rising) {
    double step = (rising[rising.length - 1] - rising[0]) / (rising.length - 1);
    for (int i = 0; i < rising.length; i++) {
      if (Math.abs(rising[i] - rising[0] - i * step) >= ROUNDING / 4 * step) {
        return false;
      }
    }
    return true;
  }

  private float[] shown() {
    float[] shown = new float[WORD + 1];
    for (int i = 0; i < luminance.length; i++) {
      int value = image.minimum() + i;
      shown[value & WORD] = isPadding(value) ? 0 : (float) luminance[i];
    }
    return shown;
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
