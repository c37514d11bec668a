// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.dicom.recognition.OwnObject.Kind;
import org.orthancprism.dicom.recognition.ResultMark;
import org.orthancprism.dicom.version.FilmIdentity;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;

/** Which films are done, and which results are outdated, by what objects say. */
class StudyResultsTest {

  private static final String PACK = "pack";
  private static final String EDIT = "remove-edema";
  private static final FilmIdentity RIGHT = new FilmIdentity("patient and order", "PA", "patient");
  private static final FilmIdentity WRONG =
      new FilmIdentity("somebody else", "PA", "another patient");

  private static final FilmVersion FILM = film("1.1", 'a', RIGHT);
  private static final FilmVersion OTHER = film("1.2", 'b', RIGHT);

  private static FilmVersion film(String uid, char pixels, FilmIdentity identity) {
    return new FilmVersion(uid, String.valueOf(pixels).repeat(64), identity);
  }

  private static ResultMark mark(FilmVersion film) {
    return ResultMark.of(ResultMark.Kind.COUNTERFACTUAL, film, PACK, EDIT);
  }

  private static OwnObject image(String uid, FilmVersion film, String source) {
    return new OwnObject(
        Kind.IMAGE, uid, true, Optional.of(mark(film)), film.identity(), List.of(source));
  }

  private static OwnObject other(Kind kind, String uid, String... references) {
    return new OwnObject(kind, uid, true, Optional.empty(), RIGHT, List.of(references));
  }

  /** The result of the film, as it was stored, under the UID that is expected. */
  private static final OwnObject IMAGE = image("2.1", FILM, "1.1");

  private static final ExpectedResults EXPECTED =
      new ExpectedResults(List.of("2.1"), List.of(mark(FILM)));

  private static HeldResult held(OwnObject object) {
    return new HeldResult(instance(object.sopInstanceUid()), object, PACK);
  }

  private static StoredInstance instance(String uid) {
    return new StoredInstance(uid.replace('.', '-'), "5-5", uid, 10);
  }

  private static StudyResults study(List<FilmVersion> films, OwnObject... own) {
    List<StoredInstance> instances = new ArrayList<>();
    films.forEach(film -> instances.add(instance(film.sopInstanceUid())));
    Stream.of(own).forEach(object -> instances.add(instance(object.sopInstanceUid())));
    return new StudyResults(Stream.of(own).map(StudyResultsTest::held).toList(), films, instances);
  }

  private static List<String> outdated(StudyResults results) {
    return results.outdated().stream().map(one -> one.says().sopInstanceUid()).toList();
  }

  @Test
  void aFilmIsDoneWhenAReportTellsOfItsResults() {
    OwnObject report = other(Kind.REPORT, "3.1", "1.1", "2.1");
    assertTrue(study(List.of(FILM), IMAGE, report).isDone(FILM, EXPECTED));
    assertFalse(study(List.of(FILM), IMAGE).isDone(FILM, EXPECTED), "a worker died over it");
    assertFalse(study(List.of(FILM), report).isDone(FILM, EXPECTED), "the image was deleted");
    OwnObject wider = other(Kind.REPORT, "3.1", "1.1", "2.1", "1.2");
    assertFalse(study(List.of(FILM), IMAGE, wider).isDone(FILM, EXPECTED), "a film is gone");
  }

  @Test
  void aReportTellsOfResultsAndNotOfTheFilmAndIsTheLastOfThem() {
    OwnObject report = other(Kind.REPORT, "3.1", "1.1", "2.1", "2.9");
    OwnObject others = other(Kind.REPORT, "3.2", "1.1", "2.1");
    StudyResults results = study(List.of(FILM), report, IMAGE, others);
    assertEquals(List.of(instance("2.1"), instance("3.1")), results.told("3.1"));
    assertEquals(List.of(), results.told("3.3"), "it was not stored");
  }

  @Test
  void copiesUnderOtherUidsAreAsGoodAsTheResults() {
    assertTrue(study(List.of(FILM), image("9.1", FILM, "1.1")).isDone(FILM, EXPECTED));
    OwnObject merged = image("9.1", FILM, "a film that is not here");
    assertTrue(study(List.of(FILM), merged).isDone(FILM, EXPECTED));
  }

  @Test
  void aCopyOfAnotherEditPatientOrFilmIsNoneOfThisFilm() {
    ResultMark otherEdit = ResultMark.of(ResultMark.Kind.COUNTERFACTUAL, FILM, PACK, "add-edema");
    OwnObject edited =
        new OwnObject(Kind.IMAGE, "9.1", true, Optional.of(otherEdit), RIGHT, List.of("1.1"));
    assertFalse(study(List.of(FILM), edited).isDone(FILM, EXPECTED));
    OwnObject elses = image("9.1", film("1.1", 'a', WRONG), "1.1");
    assertFalse(study(List.of(FILM), elses).isDone(FILM, EXPECTED));
    FilmVersion twin = film("1.2", 'a', RIGHT);
    OwnObject twins = image("9.1", twin, "1.2");
    assertFalse(study(List.of(FILM, twin), twins).isDone(FILM, EXPECTED));
  }

  @Test
  void whatWasMadeOfOtherPixelsOrAnotherPatientIsOutdatedWithItsReportAndState() {
    OwnObject report = other(Kind.REPORT, "3.1", "1.1", "2.1", "2.2");
    OwnObject state = other(Kind.PRESENTATION_STATE, "2.2", "1.1");
    for (FilmVersion now : List.of(film("1.1", 'c', RIGHT), film("1.1", 'a', WRONG))) {
      StudyResults results = study(List.of(now), IMAGE, state, report);
      assertEquals(List.of("2.1", "3.1", "2.2"), outdated(results));
      assertFalse(results.isDone(now, EXPECTED), "an outdated report tells of nothing");
    }
    assertEquals(List.of(), outdated(study(List.of(FILM), IMAGE, state, report)));
  }

  @Test
  void resultsOfOtherFilmsAndOfWhatIsNotReadStay() {
    FilmVersion now = film("1.1", 'c', RIGHT);
    OwnObject others = image("2.3", OTHER, "1.2");
    OwnObject theirReport = other(Kind.REPORT, "3.2", "1.2", "2.3", "2.4");
    OwnObject theirState = other(Kind.PRESENTATION_STATE, "2.4", "1.2");
    StudyResults results = study(List.of(now, OTHER), IMAGE, others, theirState, theirReport);
    assertEquals(List.of("2.1"), outdated(results));
    assertEquals(List.of(), outdated(study(List.of(OTHER), IMAGE)), "its film was not read");
  }

  @Test
  void ofTwoFilmsUnderOneUidTheResultsOfBothAreCurrent() {
    FilmVersion inOtherSeries = film("1.1", 'c', RIGHT);
    OwnObject second = image("2.5", inOtherSeries, "1.1");
    assertEquals(List.of(), outdated(study(List.of(FILM, inOtherSeries), IMAGE, second)));
  }

  @Test
  void whatDoesNotSayThatItWasMadeHereIsNeitherOutdatedNorEverDeleted() throws Exception {
    FilmVersion now = film("1.1", 'c', WRONG);
    OwnObject foreign =
        new OwnObject(Kind.IMAGE, "7.1", false, Optional.of(mark(FILM)), RIGHT, List.of("1.1"));
    OwnObject silent =
        new OwnObject(Kind.IMAGE, "7.2", true, Optional.empty(), RIGHT, List.of("1.1"));
    assertEquals(List.of(), outdated(study(List.of(now), foreign, silent)));
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(200, "{}"))) {
      OrthancClient client = new OrthancClient(orthanc.address(), "");
      assertEquals(List.of(), Outdated.DELETE.retire(client, List.of(held(foreign))));
      assertEquals(List.of(), Outdated.KEEP.retire(client, List.of(held(IMAGE))));
      assertEquals(List.of(), orthanc.requests());
      assertEquals(
          List.of(held(IMAGE)),
          Outdated.DELETE.retire(client, List.of(held(IMAGE), held(foreign))));
      assertEquals(List.of("DELETE /instances/2-1"), orthanc.requests());
    }
  }
}
