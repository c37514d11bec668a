// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.List;
import org.orthancprism.dicom.contour.ChangeContours;
import org.orthancprism.dicom.contour.Contour;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.FilmEdit;

/**
 * Where an edit changed a film.
 *
 * @param edit the edit
 * @param contours outlines of what it changed, and of holes therein, the largest first
 */
public record EditContours(EditDescription edit, List<Contour> contours) {

  public EditContours {
    contours = List.copyOf(contours);
  }

  /** The contours of an edit. */
  public static EditContours of(FilmEdit edit) {
    return new EditContours(
        edit.edit(), ChangeContours.of(edit.rows(), edit.columns(), edit::isChanged));
  }

  /** The outlines alone, without those of holes. */
  public List<Contour> outlines() {
    return contours.stream().filter(contour -> contour.area() > 0).toList();
  }
}
