// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.Objects;
import org.orthancprism.dicom.film.Radiograph;

/**
 * A film and what an edit made of its pixels, of which all results of the edit are made.
 *
 * @param source the film that was edited
 * @param storedValues stored values of the counterfactual, row-major, as {@link
 *     Radiograph#storedValues} gives them; owned by the edit, not to be changed by a reader
 * @param edit what was done
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FilmEdit(Radiograph source, int[] storedValues, EditDescription edit) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there are not as many values as the film has, or one is out
   *     of the range of Bits Stored
   */
  public FilmEdit {
    Objects.requireNonNull(edit, "edit");
    if (storedValues.length != source.rows() * source.columns()) {
      throw new IllegalArgumentException(
          storedValues.length
              + " values are not those of "
              + source.rows()
              + " x "
              + source.columns()
              + " pixels");
    }
    int least = source.minimumStoredValue();
    int most = source.maximumStoredValue();
    int outside = 0;
    for (int value : storedValues) {
      outside |= value - least | most - value;
    }
    if (outside < 0) {
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
        luminance[i] = source.luminanceOf(storedValues[i]);
      }
    }
    return luminance;
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
    return storedValues[pixel] != source.pixels().values()[pixel];
  }
}
