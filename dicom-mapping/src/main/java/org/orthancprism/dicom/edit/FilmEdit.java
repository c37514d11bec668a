// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.edit;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;

/**
 * An edit with the stored values of its counterfactual, of which all its objects are made.
 *
 * @param source the film that was edited
 * @param pixels stored values of the counterfactual, as {@link Radiograph#storedValues} gives them
 * @param edit what was done
 */
public record FilmEdit(Radiograph source, StoredPixels pixels, EditDescription edit) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there are not as many values as the film has, or one is out
   *     of the range of Bits Stored
   */
  public FilmEdit {
    Objects.requireNonNull(edit, "edit");
    if (pixels.rows() != source.rows() || pixels.columns() != source.columns()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d x %d pixels are no edit of %d x %d",
              pixels.rows(),
              pixels.columns(),
              source.rows(),
              source.columns()));
    }
    if (!source.canStore(pixels)) {
      throw new IllegalArgumentException("a value does not fit " + source.bitsStored() + " bits");
    }
  }

  /**
   * The counterfactual's luminance, row-major, as {@link Radiograph#luminance} gives the film's.
   */
  public float[] luminance() {
    float[] luminance = source.luminance();
    for (int i = 0; i < luminance.length; i++) {
      if (isChanged(i)) {
        luminance[i] = source.luminanceOf(pixels.value(i));
      }
    }
    return luminance;
  }

  /**
   * Stored values of the counterfactual image, as their 16 bits: the edit's with the label in them.
   *
   * <p>Their least and greatest are the film's. Where edit and label leave no pixel of such a
   * value, one keeps it, or else a viewer that shows an image from its least to its greatest value
   * would show all of the counterfactual otherwise than the film.
   *
   * @param label the label to burn in; empty for none
   */
  public short[] words(Optional<SyntheticLabel> label) {
    short[] words = pixels.words().clone();
    label.ifPresent(each -> each.burnInto(words, source));
    keep(source.pixels().least(), words);
    keep(source.pixels().greatest(), words);
    return words;
  }

  private void keep(int value, short[] words) {
    int kept = -1;
    for (int i = 0; i < words.length; i++) {
      if (words[i] == (short) value) {
        return;
      }
      if (source.pixels().value(i) == value) {
        kept = i;
      }
    }
    words[kept] = (short) value;
  }

  /** Number of rows. */
  public int rows() {
    return source.rows();
  }

  /** Number of columns. */
  public int columns() {
    return source.columns();
  }

  /** Whether the edit changed a pixel, given by its row-major index. */
  public boolean isChanged(int pixel) {
    return pixels.value(pixel) != source.pixels().value(pixel);
  }
}
