// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.readings;

import java.util.Optional;
import org.orthancprism.dicom.edit.EditTexts;

/**
 * What is covered of an image, in whole pixels from 0 on, so that its burned-in label tells
 * nothing. The film is covered at the same place, so that the cover tells nothing either.
 *
 * @param left first column
 * @param top first row
 * @param right column behind the last
 * @param bottom row behind the last
 */
public record Cover(int left, int top, int right, int bottom) {

  private static final String SEPARATOR = ",";

  public Cover {
    if (left < 0 || top < 0 || right <= left || bottom <= top) {
      throw new IllegalArgumentException("a cover has an area");
    }
  }

  /** The place of the label that a counterfactual's Derivation Description (0008,2111) tells. */
  static Optional<Cover> ofLabel(String derivation) {
    return EditTexts.labelArea(derivation)
        .map(
            area ->
                new Cover(
                    area.column(),
                    area.row(),
                    area.column() + area.columns(),
                    area.row() + area.rows()));
  }

  /** The form in the database. */
  String text() {
    return left + SEPARATOR + top + SEPARATOR + right + SEPARATOR + bottom;
  }

  /** What {@link #text} wrote; empty where there is none. */
  static Optional<Cover> ofText(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = text.split(SEPARATOR, -1);
    return Optional.of(
        new Cover(
            Integer.parseInt(parts[0]),
            Integer.parseInt(parts[1]),
            Integer.parseInt(parts[2]),
            Integer.parseInt(parts[3])));
  }
}
