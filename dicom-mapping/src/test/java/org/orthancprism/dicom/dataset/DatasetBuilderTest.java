// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetBuilderTest {

  @ParameterizedTest
  @CsvSource({
    "00080060, lower case", // CS
    "00080020, 2026.01.01", // DA
    "00080030, 25", // TM
    "00101010, 81", // AS
    "0020000D, 1..3", // UI
    "00080050, an accession number too long", // SH
    "0008103E, back\\slash", // LO
    "00280030, 1.2.3" // DS
  })
  void aValueThatBreaksItsRulesIsNotWritten(String tag, String value) {
    Tag parsed = new Tag(Integer.parseUnsignedInt(tag, 16));
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> Dataset.builder().set(parsed, value));
    assertFalse(thrown.getMessage().contains(value), "a value may be a patient's");
  }

  @Test
  void decimalsFitSixteenCharactersAndStayTheNearest() {
    assertEquals("0.143", DecimalString.of(0.143));
    assertEquals("0.33333333333333", DecimalString.of(1 / 3.0));
    assertEquals("-2048", DecimalString.of(-2048));
    assertTrue(DecimalString.of(-1.2345678901234567E-12).length() <= 16);
    assertEquals(-1e-200, Double.parseDouble(DecimalString.of(-1e-200)));
    assertThrows(IllegalArgumentException.class, () -> DecimalString.of(Double.NaN));
  }

  @Test
  void readingIsTolerant() {
    Dataset dataset =
        Dataset.of(
            List.of(
                new Attribute.Text(Tag.WINDOW_CENTER, Vr.DS, List.of("not a number")),
                new Attribute.Text(Tag.ROWS, Vr.LO, List.of(" 12 ")),
                new Attribute.Text(Tag.PATIENT_NAME, Vr.PN, List.of("  "))));
    assertTrue(dataset.decimals(Tag.WINDOW_CENTER).isEmpty());
    assertEquals(12, dataset.integer(Tag.ROWS).orElse(0));
    assertTrue(dataset.string(Tag.PATIENT_NAME).isEmpty());
    assertTrue(dataset.items(Tag.PATIENT_NAME).isEmpty());
    assertTrue(dataset.string(Tag.PATIENT_ID).isEmpty());
  }

  @Test
  void uidsOfANameAreValidAndAlwaysTheSame() {
    String uid = NameBasedUid.of("a name");
    assertEquals(uid, NameBasedUid.of("a name"));
    assertTrue(uid.startsWith("2.25.") && ValueRules.isValid(Vr.UI, uid), uid);
    assertFalse(uid.equals(NameBasedUid.of("another name")));
  }
}
