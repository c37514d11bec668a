// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/** On which side of a frontal film the patient's left lies, by Patient Orientation (0020,0020). */
public final class PatientSides {

  private static final String RIGHT = "R";

  private PatientSides() {}

  /**
   * Whether the patient's left lies on the left of the stored pixels. Rows of a radiograph run to
   * the patient's left (PS3.3 C.7.6.1.1.1) as it is read; a film that says nothing is taken for
   * one.
   */
  public static boolean areMirrored(Dataset film) {
    return film.strings(Tag.PATIENT_ORIENTATION).stream()
        .findFirst()
        .filter(rows -> rows.startsWith(RIGHT))
        .isPresent();
  }
}
