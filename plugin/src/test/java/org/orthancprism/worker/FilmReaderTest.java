// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.film.FilmSelector;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;

/** What is passed over without being read. */
class FilmReaderTest {

  private static final String SERIES = "{\"MainDicomTags\": {\"Modality\": \"DX\"}}";

  @Test
  void anInstanceOfTenGigabytesIsPassedOverUnread() throws Exception {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(200, SERIES))) {
      FilmReader.Picked picked =
          reader(orthanc)
              .pick(List.of(new StoredInstance("ab", "cd", "1.2.3", 10L << 30)), Set.of());
      assertTrue(picked.films().isEmpty());
      String reason = picked.selections().get(0).reason();
      assertTrue(reason.contains("10240 MB"), reason);
      assertEquals(List.of("GET /series/cd"), orthanc.requests());
    }
  }

  @Test
  void aFilmWhoseResultsAreThereIsNotEvenLookedAt() throws Exception {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(200, SERIES))) {
      FilmReader.Picked picked =
          reader(orthanc)
              .pick(List.of(new StoredInstance("ab", "cd", "1.2.3", 100)), Set.of("1.2.3"));
      assertTrue(picked.films().isEmpty());
      assertEquals(List.of(), orthanc.requests());
    }
  }

  private static FilmReader reader(ScriptedOrthanc orthanc) {
    return new FilmReader(
        new OrthancClient(orthanc.address(), ""),
        new Part10Codec(),
        new FilmSelector(),
        WorkLimits.DEFAULT);
  }
}
