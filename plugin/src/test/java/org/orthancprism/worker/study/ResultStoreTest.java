// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.result.ResultsStudy;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancId;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.StudyFailure;
import org.orthancprism.results.SeparateStudy;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;
import org.orthancprism.testing.ScriptedOrthanc.Request;
import org.orthancprism.worker.film.ResultObject;
import org.orthancprism.worker.film.SourceFilm;

/** Storing results into an Orthanc that fails at the wrong moment. */
class ResultStoreTest {

  private static final String SOURCE = "1.1";
  private static final String OVERWRITTEN = " overwritten";

  /**
   * UIDs that the Orthanc holds; an object's file is its UID, its identifier in Orthanc as well.
   */
  private final Set<String> held = new ConcurrentSkipListSet<>(Set.of(SOURCE));

  /** What was noted of a study of results, and stored, in order. */
  private final List<String> events = new CopyOnWriteArrayList<>();

  private Answer answer(Request request, Predicate<Request> fault) {
    if (fault.test(request)) {
      return new Answer(500, "{\"Message\": \"The storage area is full\"}");
    }
    String line = request.line();
    if (line.equals("GET /studies/ab/instances")) {
      return new Answer(
          200,
          held.stream().map(ResultStoreTest::listed).collect(Collectors.joining(",", "[", "]")));
    }
    if (line.equals("POST /instances")) {
      held.add(request.body());
      events.add("stored");
      return new Answer(200, "{\"ID\": \"" + id(request.body()) + "\"}");
    }
    if (line.startsWith("DELETE /instances/")) {
      held.removeIf(uid -> line.endsWith("/" + id(uid)));
      return new Answer(200, "{}");
    }
    return new Answer(400, "");
  }

  /** Only the source is ever overwritten here. */
  private static String listed(String revised) {
    String uid = revised.replace(OVERWRITTEN, "");
    return String.format(
        "{\"ID\": \"%s\", \"ParentSeries\": \"5-5\", \"FileUuid\": \"%s\","
            + " \"MainDicomTags\": {\"SOPInstanceUID\": \"%s\"}}",
        id(uid), revised.equals(uid) ? "f1" : "f2", uid);
  }

  private static String id(String uid) {
    return uid.replace('.', '-');
  }

  private static ResultObject object(String uid) {
    return new ResultObject(uid, uid.getBytes(StandardCharsets.US_ASCII));
  }

  private Attempt attempt(boolean last) {
    Attempt attempt = Mockito.mock();
    Mockito.doAnswer(call -> events.add("noted " + call.getArgument(0)))
        .when(attempt)
        .storedIn(Mockito.any());
    Mockito.when(attempt.studyId()).thenReturn("ab");
    Mockito.when(attempt.last()).thenReturn(last);
    return attempt;
  }

  private List<String> store(ScriptedOrthanc orthanc, boolean last) throws Exception {
    return store(orthanc, last, Optional.empty());
  }

  private List<String> store(
      ScriptedOrthanc orthanc, boolean last, Optional<SeparateStudy> separate) throws Exception {
    Dataset film = Dataset.builder().set(Tag.SOP_INSTANCE_UID, SOURCE).build();
    SourceFilm source =
        new SourceFilm(
            new StoredInstance("1-1", "5-5", SOURCE, 0, "f1"),
            DicomObject.of(film),
            FilmVersion.of(film),
            List.of());
    return new ResultStore(new OrthancClient(orthanc.address(), "token"))
            .store(
                attempt(last),
                List.of(source),
                List.of(object("2.1"), object("2.2")),
                object("3.1"),
                separate)
            .results()
            .stream()
            .map(StoredInstance::id)
            .toList();
  }

  @Test
  void imagesAreStoredFirstAndTheReportLast() throws Exception {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(r -> answer(r, none -> false))) {
      assertEquals(List.of("2-1", "2-2", "3-1"), store(orthanc, false));
      assertEquals(Set.of(SOURCE, "2.1", "2.2", "3.1"), held);
    }
  }

  @Test
  void whatIsThereAlreadyIsNotStoredAgain() throws Exception {
    held.add("2.1");
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(r -> answer(r, none -> false))) {
      store(orthanc, false);
      assertEquals(2, orthanc.requests().stream().filter("POST /instances"::equals).count());
    }
  }

  /** The patient {@code c1} has the study of films and that of results, {@code c2} another. */
  private Answer answerOfThree(Request request) {
    String films =
        "{\"ParentPatient\": \"c1\", \"MainDicomTags\": {\"StudyInstanceUID\": \"1.5\"},"
            + " \"PatientMainDicomTags\": {\"PatientID\": \"P-1\"}}";
    return switch (request.line()) {
      case "GET /studies/ab" -> new Answer(200, films);
      case "POST /tools/lookup" ->
          new Answer(
              200,
              request.body().equals(ResultsStudy.separate("1.5", "P-1").studyInstanceUid())
                  ? "[{\"Type\": \"Study\", \"ID\": \"d2\"}, {\"Type\": \"Study\", \"ID\": \"d1\"}]"
                  : "[]");
      case "GET /studies/d1" -> new Answer(200, "{\"ParentPatient\": \"c1\"}");
      case "GET /studies/d2" -> new Answer(200, "{\"ParentPatient\": \"c2\"}");
      case "GET /studies/ab/instances" -> new Answer(200, "[" + listed(SOURCE) + "]");
      case "GET /studies/d1/instances" ->
          new Answer(
              200,
              held.stream()
                  .filter(uid -> !uid.equals(SOURCE))
                  .map(ResultStoreTest::listed)
                  .collect(Collectors.joining(",", "[", "]")));
      case "PUT /studies/ab/metadata/5122" -> new Answer(200, "");
      default -> answer(request, none -> false);
    };
  }

  @Test
  void theStudyOfFilmsNamesTheStudyOfItsResultsBeforeTheReportIsThere() throws Exception {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(this::answerOfThree)) {
      SeparateStudy separate =
          SeparateStudy.of(new OrthancClient(orthanc.address(), "token"), "ab");
      assertEquals(List.of("2-1", "2-2", "3-1"), store(orthanc, false, Optional.of(separate)));
      List<String> written =
          orthanc.requests().stream()
              .filter(line -> line.matches("(PUT .*|POST /instances)"))
              .toList();
      assertEquals(
          List.of(
              "POST /instances",
              "POST /instances",
              "PUT /studies/ab/metadata/5122",
              "POST /instances"),
          written);
    }
  }

  @Test
  void theStudyOfResultsIsKnownBeforeOrthancHoldsAnythingOfIt() throws Exception {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(this::answerOfThree)) {
      SeparateStudy separate =
          SeparateStudy.of(new OrthancClient(orthanc.address(), "token"), "ab");
      store(orthanc, false, Optional.of(separate));
      String uid = ResultsStudy.separate("1.5", "P-1").studyInstanceUid();
      assertEquals(
          List.of(
              "noted " + OrthancId.ofStudy("P-1", uid), "stored", "stored", "noted d1", "stored"),
          events);
    }
  }

  private static boolean isReport(Request request) {
    return request.line().equals("POST /instances") && request.body().equals("3.1");
  }

  @Test
  void whenTheDiskIsFullTheNextAttemptCompletesWhatIsMissing() throws Exception {
    try (ScriptedOrthanc full = new ScriptedOrthanc(r -> answer(r, ResultStoreTest::isReport))) {
      assertThrows(OrthancRestException.ServerFault.class, () -> store(full, false));
    }
    assertEquals(Set.of(SOURCE, "2.1", "2.2"), held);
    try (ScriptedOrthanc roomy = new ScriptedOrthanc(r -> answer(r, none -> false))) {
      store(roomy, true);
      assertEquals(1, roomy.requests().stream().filter("POST /instances"::equals).count());
    }
    assertTrue(held.contains("3.1"));
  }

  @Test
  void afterTheLastAttemptNothingStaysStoredHalf() {
    try (ScriptedOrthanc full = new ScriptedOrthanc(r -> answer(r, ResultStoreTest::isReport))) {
      assertThrows(OrthancRestException.ServerFault.class, () -> store(full, true));
    }
    assertEquals(Set.of(SOURCE), held);
  }

  @Test
  void nothingStaysWhenTheSourceIsDeletedWhileResultsAreStored() {
    try (ScriptedOrthanc orthanc =
        new ScriptedOrthanc(
            request -> {
              Answer answer = answer(request, none -> false);
              if (request.body().equals("3.1")) {
                held.remove(SOURCE);
              }
              return answer;
            })) {
      StudyFailure failure = assertThrows(StudyFailure.class, () -> store(orthanc, false));
      assertTrue(failure.getMessage().contains("deleted"), failure.getMessage());
    }
    assertEquals(Set.of(), held);
  }

  @Test
  void nothingStaysWhenTheSourceIsSentAnewWhileResultsAreStored() {
    try (ScriptedOrthanc orthanc =
        new ScriptedOrthanc(
            request -> {
              Answer answer = answer(request, none -> false);
              if (request.body().equals("3.1")) {
                held.remove(SOURCE);
                held.add(SOURCE + OVERWRITTEN);
              }
              return answer;
            })) {
      assertThrows(StudyChanged.class, () -> store(orthanc, false));
    }
    assertEquals(Set.of(SOURCE + OVERWRITTEN), held);
  }

  @Test
  void whatOrthancFiledInAnotherStudyIsTakenBack() {
    try (ScriptedOrthanc orthanc =
        new ScriptedOrthanc(
            request -> {
              if (request.line().startsWith("GET /studies/")) {
                return new Answer(200, "[" + listed(SOURCE) + "]");
              }
              return answer(request, none -> false);
            })) {
      StudyFailure failure = assertThrows(StudyFailure.class, () -> store(orthanc, false));
      assertTrue(failure.getMessage().contains("elsewhere"), failure.getMessage());
    }
    assertEquals(Set.of(SOURCE), held);
  }
}
