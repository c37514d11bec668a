// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/** Left and right of a film have changed places where its rows run to the patient's right. */
class PatientSidesTest {

  @ParameterizedTest
  @CsvSource({"L, F, false", "R, F, true", "RF, FL, true", "LH, F, false", "F, R, false"})
  void aFilmWhoseRowsRunToThePatientsRightIsMirrored(
      String rows, String columns, boolean mirrored) {
    Dataset film = Dataset.builder().set(Tag.PATIENT_ORIENTATION, rows, columns).build();
    assertEquals(mirrored, PatientSides.areMirrored(film));
  }

  @Test
  void aFilmThatSaysNothingIsAsRadiographsAreRead() {
    assertFalse(PatientSides.areMirrored(Dataset.empty()));
    assertFalse(
        PatientSides.areMirrored(
            Dataset.builder().setEmptyIfAbsent(Tag.PATIENT_ORIENTATION).build()));
  }
}
