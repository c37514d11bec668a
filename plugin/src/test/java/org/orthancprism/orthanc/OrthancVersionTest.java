// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.orthanc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import jakarta.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrthancVersionTest {

  @ParameterizedTest
  @CsvSource({
    "1.10.1, false, false",
    "1.11.3, false, false",
    "1.12.0, true, false",
    "1.12, true, false",
    "1.12.1, true, false",
    "1.12.2, true, true",
    "1.12.10, true, true",
    "1.12.2+dfsg-1, true, true",
    "1.13.0, true, true",
    "2.0, true, true",
    "mainline, true, true",
    "mainline-3f2a91, true, true",
    "unknown, false, false",
  })
  void aReleaseIsAskedForWhatItCan(String version, boolean labels, boolean errorsAsText) {
    OrthancVersion told =
        OrthancVersion.ofSystem(Json.createObjectBuilder().add("Version", version).build());

    assertEquals(labels, told.hasLabels());
    assertEquals(errorsAsText, told.labelsErrorsAsText());
  }

  @Test
  void anOrthancThatDoesNotTellIsAskedForNothingNew() {
    OrthancVersion told = OrthancVersion.ofSystem(Json.createObjectBuilder().build());

    assertFalse(told.hasLabels());
    assertFalse(told.labelsErrorsAsText());
  }
}
