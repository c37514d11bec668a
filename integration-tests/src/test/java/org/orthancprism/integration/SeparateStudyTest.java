// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.Await;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.dicom.recognition.ResultMark;
import org.orthancprism.dicom.result.ResultsStudy;
import org.orthancprism.orthanc.OrthancId;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.results.SeparateStudy;
import org.orthancprism.results.StudyMark;

/** Results in a study of their own: found, replaced and shown as if they were beside the film. */
class SeparateStudyTest {

  /** Counterfactual and difference of each edit, and the report. */
  private static final int RESULTS = 2 * Checkout.EDITS.size() + 1;

  @TempDir private static Path folder;

  private static ServerSettings settings;
  private static Pacs pacs;

  @BeforeAll
  static void anOrthancRunsThatKeepsResultsApart() throws Exception {
    settings = apart(Pacs.settings(folder.resolve("orthanc")));
    pacs = Pacs.start(settings);
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
    assertEquals(
        results,
        OrthancId.ofStudy(
            held.getJsonObject("PatientMainDicomTags").getString("PatientID"),
            tags.getString("StudyInstanceUID")),
        "as was foreseen");

    awaitStable(results);
    // A film that comes later is worked on after whatever was queued before.
    done(TestFilm.ofSeed(2102));
    assertEquals(List.of(study), tasks(results), "of the films, and no other");
    assertEquals(404, pacs.server().api().status("/prism/tasks/" + results));
    for (int number : List.of(StudyMark.METADATA, 5121)) {
      assertEquals(Optional.empty(), pacs.server().client().metadata(results, number));
    }
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

  private static boolean becomes(BooleanSupplier wanted) {
    return Await.until(Pacs.PATIENCE, wanted);
  }

  private static boolean isNamed(String study) {
    try {
      return pacs.server().client().metadata(study, SeparateStudy.METADATA).isPresent();
    } catch (OrthancRestException e) {
      return true;
    }
  }

  private static boolean holds(String study, Predicate<Set<String>> wanted) {
    try {
      return wanted.test(uids(study));
    } catch (OrthancRestException e) {
      return false;
    }
  }

  private static JsonObject post(String path, JsonObjectBuilder body) throws ServerException {
    return pacs.server().api().postJson("/prism/" + path, body.build());
  }

  private static void makeAnew(String study) throws ServerException {
    post(
        "backfill",
        Json.createObjectBuilder()
            .add("studies", Json.createArrayBuilder().add(study))
            .add("replace", true));
  }

  private static JsonObject counterfactual(String results) throws Exception {
    for (StoredInstance instance : pacs.instances(results)) {
      Dataset dataset = pacs.object(instance.sopInstanceUid()).dataset();
      if (OwnObject.of(dataset)
          .flatMap(OwnObject::mark)
          .filter(mark -> mark.kind() == ResultMark.Kind.COUNTERFACTUAL)
          .isPresent()) {
        return Json.createObjectBuilder()
            .add("instance", instance.id())
            .add("uid", instance.sopInstanceUid())
            .build();
      }
    }
    return fail("no counterfactual in " + results);
  }

  private static JsonObject judge(String instance) throws Exception {
    byte[] verdict =
        Json.createObjectBuilder()
            .add("instance", instance)
            .add("opinion", "plausible")
            .build()
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    HttpResponse<byte[]> answer =
        pacs.server().api().answer("POST", "/prism/verdicts", "application/json", verdict);
    assertEquals(201, answer.statusCode());
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(answer.body()))) {
      return reader.readObject();
    }
  }

  @Test
  void aVerdictIsStoredBesideTheResultAndCountsOnce() throws Exception {
    TestFilm film = TestFilm.ofSeed(2105);
    String study = done(film);
    String results = resultsOf(study);
    JsonObject judged = counterfactual(results);
    String document = judge(judged.getString("instance")).getString("document");
    assertTrue(becomes(() -> holds(results, uids -> uids.contains(document))), "it is not stored");
    assertEquals(Set.of(film.sopInstanceUid()), uids(study));
    Dataset stored = pacs.object(document).dataset();
    Set<String> evidence = new HashSet<>();
    for (Dataset one : stored.items(Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE)) {
      assertEquals(stored.string(Tag.STUDY_INSTANCE_UID), one.string(Tag.STUDY_INSTANCE_UID));
      one.items(Tag.REFERENCED_SERIES_SEQUENCE).stream()
          .flatMap(series -> series.items(Tag.REFERENCED_SOP_SEQUENCE).stream())
          .forEach(item -> item.string(Tag.REFERENCED_SOP_INSTANCE_UID).ifPresent(evidence::add));
    }
    assertTrue(evidence.contains(judged.getString("uid")), evidence::toString);
    assertEquals(2, evidence.size(), "the counterfactual and its report");
    JsonObject counted = pacs.server().api().json("/prism/verdicts/acceptance").asJsonObject();
    assertEquals(1, counted.getInt("verdicts"));
    Set<String> before = uids(results);
    pacs.server().api().postJson("/prism/tasks/" + study + "/retry", JsonObject.EMPTY_JSON_OBJECT);
    pacs.awaitDone(study);
    assertEquals(before, uids(results));
  }

  @Test
  void recalledOrDeletedTheyAreGoneWithTheirStudyAndTheFilmNamesItNoLonger() throws Exception {
    TestFilm film = TestFilm.ofSeed(2106);
    String study = done(film);
    String results = resultsOf(study);
    Set<String> before = uids(results);
    post("recall", Json.createObjectBuilder().add("study", results).add("dryRun", false));
    assertTrue(becomes(() -> !isNamed(study)), "it is named, though it is gone");
    assertEquals(404, pacs.server().api().status("/studies/" + results));
    assertEquals(Set.of(film.sopInstanceUid()), uids(study));
    makeAnew(study);
    assertTrue(becomes(() -> isNamed(study) && holds(results, before::equals)), "not made anew");
    pacs.awaitDone(study);
    pacs.server().api().delete("/studies/" + results);
    assertTrue(becomes(() -> !isNamed(study)), "an administrator deleted it");
    assertEquals(Set.of(film.sopInstanceUid()), uids(study));
  }

  @Test
  void anUpdateOfThePackReplacesThemWithinTheirStudy() throws Exception {
    TestFilm film = TestFilm.ofSeed(2107);
    String study = done(film);
    String results = resultsOf(study);
    Set<String> former = uids(results);
    pacs.close();
    JsonObject prism = settings.sections().getJsonObject("Prism");
    pacs =
        Pacs.start(
            settings.withSection(
                "Prism",
                Json.createObjectBuilder(prism)
                    .add("Pack", Checkout.updatedPack(folder).toString())
                    .build()));
    makeAnew(study);
    assertTrue(
        becomes(
            () ->
                holds(
                    results,
                    now -> now.size() == RESULTS && now.stream().noneMatch(former::contains))),
        "they are not replaced");
    pacs.awaitDone(study);
    assertEquals(results, resultsOf(study));
    assertEquals(Set.of(film.sopInstanceUid()), uids(study));
    pacs.close();
    pacs = Pacs.start(settings);
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
