// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.Await;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.results.ResultStudies;

/**
 * Results that expire and results that are recalled, out of a real Orthanc and in a browser.
 * Nothing else goes, and nothing comes back by itself.
 */
class RemovedResultsTest {

  @TempDir private static Path folder;

  private static ServerSettings settings;
  private static Pacs pacs;

  @BeforeAll
  static void anOrthancWhoseResultsExpireRuns() throws Exception {
    ServerSettings plain = Pacs.settings(folder.resolve("orthanc"));
    JsonObject prism = plain.sections().getJsonObject("Prism");
    JsonObject results =
        Json.createObjectBuilder(
                prism.containsKey("Results") ? prism.getJsonObject("Results") : prism("{}"))
            .add("KeepDays", 1)
            .build();
    settings =
        plain.withSection("Prism", Json.createObjectBuilder(prism).add("Results", results).build());
    pacs = Pacs.start(settings);
  }

  @AfterAll
  static void close() {
    pacs.close();
  }

  private static JsonObject prism(String json) {
    return Json.createReader(new StringReader(json)).readObject();
  }

  private static void restart() throws Exception {
    pacs.close();
    pacs = Pacs.start(settings);
  }

  private static String done(TestFilm film) throws Exception {
    pacs.post(film.bytes());
    String study = pacs.studyId(film.studyInstanceUid());
    pacs.awaitDone(study);
    return study;
  }

  private static List<String> uids(String study) throws Exception {
    return pacs.instances(study).stream().map(StoredInstance::sopInstanceUid).toList();
  }

  private static String metadata(String study) throws Exception {
    byte[] value = pacs.server().api().get("/studies/" + study + "/metadata/5121");
    return new String(value, StandardCharsets.UTF_8);
  }

  /** Puts results into the place of a study's that say that they were made long ago. */
  private static void age(String study, String film) throws Exception {
    for (StoredInstance instance : pacs.instances(study)) {
      if (!instance.sopInstanceUid().equals(film)) {
        DicomObject result = pacs.object(instance.sopInstanceUid());
        pacs.server().client().deleteInstance(instance.id());
        pacs.post(
            new Part10Codec()
                .write(
                    DicomObject.of(
                        result.dataset().toBuilder()
                            .set(Tag.INSTANCE_CREATION_DATE, "20200101")
                            .build())));
      }
    }
  }

  private static List<JsonObject> edits(JsonObject task) {
    return task.getJsonArray("films").getValuesAs(JsonObject.class).stream()
        .filter(film -> film.containsKey("edits"))
        .flatMap(film -> film.getJsonArray("edits").getValuesAs(JsonObject.class).stream())
        .toList();
  }

  private static void backfill(String study, boolean replace) throws Exception {
    pacs.server()
        .api()
        .postJson(
            "/prism/backfill",
            Json.createObjectBuilder()
                .add("studies", Json.createArrayBuilder().add(study))
                .add("replace", replace)
                .build());
  }

  private static String pack() throws ServerException {
    return pacs.server()
        .api()
        .json("/prism/packs")
        .asJsonObject()
        .getJsonArray("packs")
        .getJsonObject(0)
        .getString("digest");
  }

  private static JsonObject recalled(JsonObject recall) throws Exception {
    String path = "/prism/recall/" + recall.getInt("recall");
    assertTrue(Await.until(Pacs.PATIENCE, () -> !isRunning(path)), path + " does not end");
    return pacs.server().api().json(path).asJsonObject();
  }

  private static boolean isRunning(String path) {
    try {
      return pacs.server().api().json(path).asJsonObject().getBoolean("runs");
    } catch (ServerException e) {
      return true;
    }
  }

  @Test
  void oldResultsExpireAndTheirFilmStaysWithoutNewOnes() throws Exception {
    TestFilm film = TestFilm.ofSeed(3001);
    TestFilm younger = TestFilm.ofSeed(3002);
    String study = done(film);
    String other = done(younger);
    List<String> untouched = uids(other);
    age(study, film.sopInstanceUid());
    assertTrue(Await.until(Pacs.PATIENCE, () -> isDue(study)), "no worker has looked at it");
    pacs.awaitDone(study);
    restart();
    assertTrue(Await.until(Pacs.PATIENCE, () -> isLeft(study, film)), "they did not expire");
    assertTrue(Await.until(Pacs.PATIENCE, () -> isMarked(study, "done, results expired")));
    assertEquals(untouched, uids(other));
    backfill(study, false);
    JsonObject task = pacs.awaitTask(study, Pacs::hasEnded);
    assertTrue(
        edits(task).stream().anyMatch(edit -> edit.getString("removal", "").equals("expired")),
        task::toString);
    assertFalse(edits(task).stream().anyMatch(edit -> edit.getBoolean("stored")), task::toString);
    assertEquals(List.of(film.sopInstanceUid()), uids(study), "nothing made them again");
    try (Browser browser =
        Browser.start(pacs.server().address(), folder.resolve("profile-expired"))) {
      browser.open("worklist");
      browser.awaitText("Done, results expired");
      browser.open("study/" + study);
      browser.awaitText("Its results were kept long enough, and are deleted.");
      browser.assertNoConsoleError();
    }
  }

  /** Whether a worker has noticed that a study holds results of another age. */
  private static boolean isDue(String study) {
    try (QueueDatabase database = queue()) {
      return new ResultStudies(database, "local").find(study).oldest().equals(Instant.EPOCH);
    }
  }

  private static QueueDatabase queue() {
    return QueueDatabase.open(
        QueueSettings.of("jdbc:sqlite:" + folder.resolve("orthanc/storage/prism/queue.db")),
        QueueDatabase.Side.WORKERS);
  }

  private static boolean isLeft(String study, TestFilm film) {
    try {
      return uids(study).equals(List.of(film.sopInstanceUid()));
    } catch (Exception e) {
      return false;
    }
  }

  private static boolean isMarked(String study, String words) {
    try {
      return metadata(study).equals(words);
    } catch (Exception e) {
      return false;
    }
  }

  @Test
  void aPacksResultsAreCountedThenDeletedInTheBrowserAndMadeAnewOnRequest() throws Exception {
    TestFilm film = TestFilm.ofSeed(3003);
    String study = done(film);
    List<String> complete = uids(study);
    try (Browser browser =
        Browser.start(pacs.server().address(), folder.resolve("profile-recalled"))) {
      browser.open("administration");
      browser.write("#recall-pack", pack());
      browser.write("#recall-study", study);
      browser.click("[data-action=recall-count]");
      browser.awaitText((complete.size() - 1) + " results meet this (studies: 1).");
      browser.assertAccessible("a recall that was counted");
      assertEquals(complete, uids(study), "a dry run deletes nothing");
      browser.click("[data-action=recall-delete]");
      browser.click("dialog .primary");
      browser.awaitText("Deleted.");
      browser.picture("administration-recalled");
      browser.assertNoConsoleError();
    }
    assertEquals(List.of(film.sopInstanceUid()), uids(study));
    assertEquals("done, results recalled", metadata(study));
    String trail = pacs.server().api().json("/prism/audit").toString();
    assertTrue(trail.contains("recall-ended"), trail);
    backfill(study, true);
    assertTrue(Await.until(Pacs.PATIENCE, () -> holds(study, complete)), "they are not made anew");
  }

  private static boolean holds(String study, List<String> complete) {
    try {
      return Stream.of(uids(study), complete).map(Set::copyOf).distinct().count() == 1;
    } catch (Exception e) {
      return false;
    }
  }

  @Test
  void aBackfillAfterAnUpdateOfThePackReplacesWhatTheOldOneMade() throws Exception {
    TestFilm film = TestFilm.ofSeed(3005);
    String study = done(film);
    List<String> former = uids(study);
    ServerSettings before = settings;
    settings =
        settings.withSection(
            "Prism",
            Json.createObjectBuilder(settings.sections().getJsonObject("Prism"))
                .add("Pack", Checkout.updatedPack(folder).toString())
                .build());
    restart();
    backfill(study, true);
    assertTrue(Await.until(Pacs.PATIENCE, () -> isReplaced(study, film, former)));
    settings = before;
    restart();
  }

  private static boolean isReplaced(String study, TestFilm film, List<String> former) {
    try {
      List<String> now = uids(study);
      return now.size() == former.size()
          && now.contains(film.sopInstanceUid())
          && now.stream().filter(former::contains).count() == 1;
    } catch (Exception e) {
      return false;
    }
  }

  @Test
  void aRecallThatARestartInterruptsGoesOnAfterIt() throws Exception {
    TestFilm film = TestFilm.ofSeed(3004);
    String study = done(film);
    noteStudiesThatAreGone();
    JsonObject recall =
        pacs.server()
            .api()
            .postJson(
                "/prism/recall",
                Json.createObjectBuilder().add("pack", pack()).add("dryRun", false).build());
    assertTrue(recall.getInt("looked") < recall.getInt("candidates") - 1, recall::toString);
    restart();
    JsonObject ended = recalled(recall);
    assertEquals(ended.getInt("candidates"), ended.getInt("looked"), ended::toString);
    assertEquals(0, ended.getInt("failed"), ended::toString);
    assertTrue(ended.getInt("instances") >= Checkout.COMPLETE - 1, ended::toString);
    assertEquals(List.of(film.sopInstanceUid()), uids(study));
  }

  /** A recall looks at these first, which keeps it busy for seconds. */
  private static void noteStudiesThatAreGone() {
    try (QueueDatabase database = queue()) {
      ResultStudies studies = new ResultStudies(database, "local");
      for (int i = 0; i < 100; i++) {
        studies.note(String.format("00000000-00000000-00000000-00000000-%08x", i), Instant.now());
      }
    }
  }
}
