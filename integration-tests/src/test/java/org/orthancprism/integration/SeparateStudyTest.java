// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.Await;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.result.ResultsStudy;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;

/** Results in a study of their own: found, replaced and shown as if they were beside the film. */
class SeparateStudyTest {

  /** Counterfactual and difference of each edit, and the report. */
  private static final int RESULTS = 2 * Checkout.EDITS.size() + 1;

  @TempDir private static Path folder;

  private static Pacs pacs;

  @BeforeAll
  static void anOrthancRunsThatKeepsResultsApart() throws Exception {
    pacs = Pacs.start(apart(Pacs.settings(folder.resolve("orthanc"))));
  }

  private static ServerSettings apart(ServerSettings settings) {
    JsonObject prism = settings.sections().getJsonObject("Prism");
    return settings
        .withSection(
            "Prism",
            Json.createObjectBuilder(prism)
                .add(
                    "Results",
                    Json.createObjectBuilder(prism.getJsonObject("Results"))
                        .add("Study", "separate"))
                .build())
        .withOverwriting();
  }

  @AfterAll
  static void close() {
    pacs.close();
  }

  private static String done(TestFilm film) throws Exception {
    pacs.post(film.bytes());
    String study = pacs.studyId(film.studyInstanceUid());
    pacs.awaitDone(study);
    return study;
  }

  /** Orthanc's identifier of the study that the films' study names. */
  private static String resultsOf(String study) throws ServerException {
    byte[] named = pacs.server().api().get("/studies/" + study + "/metadata/5122");
    return new String(named, StandardCharsets.UTF_8);
  }

  private static Set<String> uids(String study) throws OrthancRestException {
    return pacs.instances(study).stream()
        .map(StoredInstance::sopInstanceUid)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static List<String> tasks(String study) throws ServerException {
    return pacs
        .server()
        .api()
        .json("/prism/tasks?study=" + study)
        .asJsonObject()
        .getJsonArray("tasks")
        .getValuesAs(JsonObject.class)
        .stream()
        .map(task -> task.getString("study"))
        .toList();
  }

  @Test
  void theStudyOfFilmsStaysAsItWasAndTheOtherIsNeverWorkedOn() throws Exception {
    TestFilm film = TestFilm.ofSeed(2101);
    String study = done(film);
    assertEquals(Set.of(film.sopInstanceUid()), uids(study));
    String results = resultsOf(study);
    assertEquals(RESULTS, pacs.instances(results).size());
    JsonObject held = pacs.server().api().json("/studies/" + results).asJsonObject();
    assertEquals(
        pacs.server().api().json("/studies/" + study).asJsonObject().getString("ParentPatient"),
        held.getString("ParentPatient"));
    JsonObject tags = held.getJsonObject("MainDicomTags");
    assertEquals(
        ResultsStudy.separate(
                film.studyInstanceUid(),
                film.object().dataset().string(Tag.PATIENT_ID).orElseThrow())
            .studyInstanceUid(),
        tags.getString("StudyInstanceUID"));
    assertTrue(tags.getString("StudyDescription").startsWith("SYNTHETIC, not for diagnosis"));

    awaitStable(results);
    // A film that comes later is worked on after whatever was queued before.
    done(TestFilm.ofSeed(2102));
    assertEquals(List.of(study), tasks(results), "of the films, and no other");
    assertEquals(404, pacs.server().api().status("/prism/tasks/" + results));
  }

  private static void awaitStable(String study) {
    assertTrue(
        Await.until(
            Pacs.PATIENCE,
            () -> {
              try {
                return pacs.server()
                    .api()
                    .json("/studies/" + study)
                    .asJsonObject()
                    .getBoolean("IsStable");
              } catch (ServerException e) {
                return false;
              }
            }));
  }

  @Test
  void whatIsThereIsNotMadeAgainAndWhatIsOutdatedIsReplaced() throws Exception {
    TestFilm wrong = TestFilm.ofSeed(2103).with(film -> film.set(Tag.IMAGE_LATERALITY, "L"));
    String study = done(wrong);
    String results = resultsOf(study);
    Set<String> before = uids(results);
    assertEquals(RESULTS, before.size());
    pacs.server().api().postJson("/prism/tasks/" + study + "/retry", JsonObject.EMPTY_JSON_OBJECT);
    pacs.awaitDone(study);
    assertEquals(before, uids(results), "nothing is made twice");

    pacs.post(wrong.with(film -> film.set(Tag.IMAGE_LATERALITY, "R")).bytes());
    assertTrue(
        Await.until(
            Pacs.PATIENCE,
            () -> {
              try {
                Set<String> now = uids(resultsOf(study));
                return now.size() == RESULTS && now.stream().noneMatch(before::contains);
              } catch (OrthancRestException | ServerException e) {
                return false;
              }
            }),
        "the results of the earlier content are replaced");
    assertEquals(results, resultsOf(study), "in the same study");
    pacs.awaitDone(study);
  }

  @Test
  void openingEitherStudyShowsTheFilmBesideItsCounterfactuals() throws Exception {
    String study = done(TestFilm.ofSeed(2104));
    try (Browser browser = Browser.start(pacs.server().address(), folder.resolve("profile"))) {
      for (String opened : List.of(study, resultsOf(study))) {
        browser.open("study/" + opened);
        browser.element(".pane[data-shown=counterfactual]");
        assertEquals(Checkout.EDITS.size(), browser.count(".choices input"), opened);
        assertEquals(0, browser.count(".outdated li"), opened);
        assertEquals(1, browser.count(".study-head a[href='#/generate/" + study + "']"), opened);
      }
      browser.assertNoConsoleError();
    }
  }
}
