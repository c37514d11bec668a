// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.result.ResultsStudy;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancId;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;
import org.orthancprism.testing.ScriptedOrthanc.Request;

/** What Orthanc is asked about the study of its own that results are in. */
class SeparateStudyTest {

  private static final String FILMS = OrthancId.ofStudy("P-1", "1.5");
  private static final String RESULTS =
      OrthancId.ofStudy("P-1", ResultsStudy.separate("1.5", "P-1").studyInstanceUid());

  /** An Orthanc whose identifiers are not computed as they are here. */
  private static final String ODD = "ab";

  /** A study whose films have no Patient ID. */
  private static final String NAMELESS = "cd";

  private final List<String> held = new ArrayList<>();
  private final ScriptedOrthanc orthanc = new ScriptedOrthanc(this::answer);

  @AfterEach
  void close() {
    orthanc.close();
  }

  private Answer answer(Request request) {
    String line = request.line();
    if (line.equals("GET /studies/" + FILMS) || line.equals("GET /studies/" + ODD)) {
      return new Answer(
          200,
          "{\"ParentPatient\": \"c1\", \"MainDicomTags\": {\"StudyInstanceUID\": \"1.5\"},"
              + " \"PatientMainDicomTags\": {\"PatientID\": \"P-1\"}}");
    }
    if (line.equals("GET /studies/" + NAMELESS)) {
      return new Answer(
          200,
          "{\"ParentPatient\": \"c2\", \"MainDicomTags\": {\"StudyInstanceUID\": \"1.6\"},"
              + " \"PatientMainDicomTags\": {\"PatientID\": \"\"}}");
    }
    if (line.equals("POST /tools/lookup")) {
      return new Answer(200, "[{\"Type\": \"Study\", \"ID\": \"d1\"}]");
    }
    if (line.equals("GET /studies/d1")) {
      return new Answer(200, "{\"ParentPatient\": \"c1\"}");
    }
    return held.stream().anyMatch(line::contains)
        ? new Answer(200, line.endsWith("/instances") ? "[]" : "{}")
        : new Answer(404, "");
  }

  private SeparateStudy of(String films) throws Exception {
    return SeparateStudy.of(new OrthancClient(orthanc.address(), ""), films);
  }

  @Test
  void whereItsIdentifierFollowsFromThatOfTheFilmsOneRequestTellsWhatItHolds() throws Exception {
    assertEquals(List.of(), of(FILMS).instances());
    assertEquals(
        List.of("GET /studies/" + FILMS, "GET /studies/" + RESULTS + "/instances"),
        orthanc.requests());
    assertEquals(Optional.empty(), of(FILMS).id());
    held.add(RESULTS);
    assertEquals(Optional.of(RESULTS), of(FILMS).id());
  }

  @Test
  void filmsOfAPatientAreKnownByItAndThoseWithoutPatientIdByTheirStudy() throws Exception {
    assertEquals("c1", of(FILMS).patientOfFilms());
    assertEquals(NAMELESS, of(NAMELESS).patientOfFilms());
  }

  @Test
  void anOrthancThatComputesIdentifiersOtherwiseIsAskedForIt() throws Exception {
    assertEquals(Optional.of("d1"), of(ODD).id());
    held.add("d1/instances");
    assertEquals(List.of(), of(ODD).instances());
  }
}
