// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.orthanc.StoredSeries;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;
import org.orthancprism.testing.ScriptedOrthanc.Request;

/** What one list of a study's series tells. */
class StudySeriesTest {

  private static final StoredInstance FILM = new StoredInstance("f1", "e1", "1.1", 9);
  private static final StoredInstance RESULT = new StoredInstance("f2", "e2", "1.2", 9);
  private static final StoredInstance DELETED = new StoredInstance("f3", "e3", "1.3", 9);

  private static StoredSeries series(String id, String modality, int number) {
    return new StoredSeries(id, "uid of " + id, modality, "a maker", OptionalInt.of(number));
  }

  private final StudySeries series =
      new StudySeries(List.of(series("e1", "DX", 9100), series("e2", "SR", 9500)));

  @Test
  void newSeriesAreNumberedBehindThoseOfTheInstancesThatAreThere() {
    assertEquals(9101, series.numbers(List.of(FILM)).of("a new series"));
    assertEquals(9501, series.numbers(List.of(FILM, RESULT)).of("a new series"));
    assertEquals(9500, series.numbers(List.of(FILM, RESULT)).of("uid of e2"));
  }

  @Test
  void anInstanceWhoseSeriesIsGoneHasNeitherModalityNorNumber() {
    assertEquals("DX", series.modality(FILM));
    assertEquals("", series.modality(DELETED));
    assertEquals("", series.manufacturer(DELETED));
    assertEquals(9001, series.numbers(List.of(DELETED)).of("a new series"));
  }

  /** The films are of {@code ab}, and the study of their results is found as {@code cd}. */
  private static Answer answer(Request request) {
    return switch (request.line()) {
      case "GET /studies/ab" ->
          new Answer(
              200,
              "{\"ParentPatient\": \"c1\", \"MainDicomTags\": {\"StudyInstanceUID\": \"1.5\"},"
                  + " \"PatientMainDicomTags\": {\"PatientID\": \"P-1\"}}");
      case "POST /tools/lookup" -> new Answer(200, "[{\"Type\": \"Study\", \"ID\": \"cd\"}]");
      case "GET /studies/cd" -> new Answer(200, "{\"ParentPatient\": \"c1\"}");
      case "GET /studies/ab/series" ->
          new Answer(
              200,
              "[{\"ID\": \"e1\", \"MainDicomTags\": {\"Modality\": \"DX\","
                  + " \"SeriesInstanceUID\": \"1.6\", \"SeriesNumber\": \" 9100 \"}}]");
      case "GET /studies/cd/series" ->
          new Answer(
              200,
              "[{\"ID\": \"e2\", \"MainDicomTags\": {\"Modality\": \"SR\","
                  + " \"SeriesNumber\": \"1e9\"}}]");
      default -> new Answer(404, "");
    };
  }

  @Test
  void aStudyOfResultsIsAskedAboutWhereItHoldsAny() throws Exception {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(StudySeriesTest::answer)) {
      OrthancClient client = new OrthancClient(orthanc.address(), "");
      SeparateStudy separate = SeparateStudy.of(client, "ab");
      StudyInstances films = new StudyInstances(List.of(FILM), List.of());
      assertEquals("", StudySeries.of(client, "ab", separate, films).modality(RESULT));
      StudyInstances both = new StudyInstances(List.of(FILM), List.of(RESULT));
      StudySeries asked = StudySeries.of(client, "ab", separate, both);
      assertEquals("SR", asked.modality(RESULT));
      assertEquals("DX", asked.modality(FILM));
      assertEquals(9101, asked.numbers(both.all()).of("a new series"), "1e9 is no number");
    }
  }
}
