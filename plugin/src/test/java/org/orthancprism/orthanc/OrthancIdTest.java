// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.orthanc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Identifiers as Orthanc computes them: an Orthanc 1.10.1 was sent studies with these Patient IDs,
 * in ASCII, ISO 8859-1, ISO 2022 and UTF-8, and showed these.
 */
class OrthancIdTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "ABC,1.2.4.101,4d236ce4-5b38bd00-2d8734bc-40ab09e5-fa7a5fd9",
        "ABCD,1.2.4.102,055e2b36-cce85228-d872c1c7-a5ad8cf9-712e3509",
        "\"  ABC\",1.2.4.103,16b09246-e075d332-31d11bd3-19775999-e3bdcafa",
        "\"\",1.2.4.104,44528dcc-dc3eddcd-c605991a-5f15b3e1-be453154",
        "\"\",1.2.4.106,eb014549-4d5f2b49-bc52d6e2-27854e57-7a670d5d",
        "M\u00fcller1,1.2.4.107,161a8ef7-980fe35e-03bcb5ad-f8857d9b-c937e30a",
        "\u5c71\u7530,1.2.4.120,387f450d-24e86c7a-16b44708-8ccd5b9d-463792d3",
        "\ud83d\ude00x,1.2.4.109,7b519179-8bad2434-f8a6729b-eaa6bd9b-01bf4627",
        "\"\u00a0A\u00a0\",1.2.4.110,ca3ff87e-2aeca444-fb6e90e8-ecee7469-8f58da2e",
        "\"\tAB\t\",1.2.4.118,b272284a-8eccd65e-ee49bf82-f1a1ca35-0b80264c",
        "A\\B,1.2.4.114,06d9d89a-945e3330-4c14d013-d1386122-cae8ee64"
      })
  void aStudysIdentifierFollowsFromThePatientIdAsOrthancShowsIt(
      String patientId, String studyInstanceUid, String expected) {
    assertEquals(expected, OrthancId.ofStudy(patientId, studyInstanceUid));
  }
}
