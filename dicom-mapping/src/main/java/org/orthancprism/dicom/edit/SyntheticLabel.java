// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.edit;

import java.util.List;
import java.util.Optional;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.picture.Lettering;

/**
 * The label that is burned into an image, so that it is known for synthetic wherever its attributes
 * are lost: white letters on black as the film's own window shows them, but no brighter and no
 * darker than the film is somewhere.
 *
 * @param lettering what it says
 * @param area the pixels that it takes; all others stay as they are
 * @param dot pixels to a dot of a letter
 */
public record SyntheticLabel(Lettering lettering, PixelArea area, int dot) {
  private static final int LONGEST_LINE = 26;

  /**
   * The label of an edit, in the place where it covers least.
   *
   * @return empty if the film is too small for any label
   */
  public static Optional<SyntheticLabel> of(FilmEdit edit) {
    List<String> narrow =
        edit.edit().ending().caution().isEmpty()
            ? List.of("SYNTHETIC", "NOT FOR", "DIAGNOSIS")
            : List.of("SYNTHETIC", "NOT FOR", "DIAGNOSIS", "CAUTION");
    return of(edit, lines(edit.edit())).or(() -> of(edit, narrow));
  }

  private static Optional<SyntheticLabel> of(FilmEdit edit, List<String> lines) {
    Lettering lettering = new Lettering(lines);
    return LabelPlacement.of(edit, lettering.rows(), lettering.columns())
        .map(area -> new SyntheticLabel(lettering, area, LabelPlacement.dot(edit.source())));
  }

  /**
   * What the label says: that the image is synthetic, what it is not for, what was done, and what
   * speaks against it.
   */
  public static List<String> lines(EditDescription edit) {
    String end = EditTexts.end(edit);
    String what = EditTexts.shortened(edit.findingName(), LONGEST_LINE - end.length()) + end;
    String caution = edit.ending().caution();
    return caution.isEmpty()
        ? List.of("SYNTHETIC", "NOT FOR DIAGNOSIS", what)
        : List.of(
            "SYNTHETIC",
            "NOT FOR DIAGNOSIS",
            what,
            EditTexts.shortened("CAUTION: " + caution, LONGEST_LINE));
  }

  /** Whether a pixel of the label's area is a letter's. */
  boolean isInk(int row, int column) {
    return lettering.isInk((row - area.row()) / dot, (column - area.column()) / dot);
  }

  /**
   * Burns the label into stored values.
   *
   * @param words stored values as their 16 bits, row-major
   * @param film tells what its window shows as white and as black
   */
  void burnInto(short[] words, Radiograph film) {
    short white = (short) film.storedValueOf(1);
    short black = (short) film.storedValueOf(0);
    for (int row = area.row(); row < area.row() + area.rows(); row++) {
      for (int column = area.column(); column < area.column() + area.columns(); column++) {
        words[row * film.columns() + column] = isInk(row, column) ? white : black;
      }
    }
  }
}
