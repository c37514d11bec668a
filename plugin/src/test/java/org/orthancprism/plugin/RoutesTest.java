// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.logging.RecentLog;
import org.orthancprism.logging.Severity;
import org.orthancprism.queue.QueueControl;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;
import org.orthancprism.testing.Await;
import org.orthancprism.testing.TestFilms;

/** The REST API, each answer of which is held against the description that is served. */
class RoutesTest {

  private static final String STUDY = "abae0b24-5a718d9e-1b560140-2cda3ae0-30b846cb";
  private static final String GONE = "11111111-22222222-33333333-44444444-55555555";
  private static final String EDITS = "{\"edits\": [\"remove-support-devices\"]}";

  /** What was asked and answered, so that no path of the description is left untested. */
  private static final Set<String> ANSWERED = new TreeSet<>();

  private static Set<String> described = Set.of();

  @TempDir Path storage;
  private RecordingHost host;
  private RecentLog log;
  private DescribedApi api;

  @BeforeEach
  void enter() {
    enter(DescribedApi.entered(storage, ANSWERED));
  }

  private void enter(DescribedApi entered) {
    api = entered;
    host = entered.host();
    log = entered.log();
    described = entered.described();
    host.answers.put("/studies/" + STUDY, "{}");
    host.answers.put("/studies/" + STUDY + "/series", "[]");
  }

  private RestAnswer send(
      String method, String path, Map<String, String> parameters, String type, String body) {
    return api.send(method, path, parameters, type, body);
  }

  private RestAnswer get(String path) {
    return api.get(path);
  }

  private RestAnswer post(String path, String body) {
    return api.post(path, body);
  }

  private static JsonObject json(RestAnswer answer) {
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }

  @AfterAll
  static void everyPathOfTheDescriptionWasAsked() {
    described.removeIf(EffectRoutesTest::asks);
    described.removeIf(VerdictRoutesTest::asks);
    described.removeIf(ReadingRoutesTest::asks);
    described.removeIf(RecallRoutesTest::asks);
    assertEquals(described, ANSWERED);
  }

  @Test
  void theDescriptionDescribesItself() {
    assertEquals("3.1.0", json(get("/prism/openapi.json")).getString("openapi"));
  }

  @Test
  void statusAndHealthTellWhetherAWorkerIsThere() {
    assertEquals(503, get("/prism/health").status());
    assertEquals("local", json(get("/prism/status")).getString("orthanc"));
    assertEquals("orthanc-prism", json(get("/prism/status")).getString("codec"));
    try (QueueDatabase database =
        QueueDatabase.open(
            QueueSettings.of("jdbc:sqlite:" + storage.resolve("prism/queue.db")),
            QueueDatabase.Side.WORKERS)) {
      Clock clock = Clock.systemUTC();
      new QueueControl(database, clock)
          .seen(
              new QueueControl.WorkerInfo(
                  "w", "cpu", 1, "0.1.0", clock.instant(), clock.instant(), 7, OptionalLong.of(9)));
    }
    assertEquals(200, get("/prism/health").status());
    JsonObject worker = json(get("/prism/status")).getJsonArray("workers").getJsonObject(0);
    assertEquals("cpu", worker.getString("device"));
    assertEquals(9, worker.getInt("gpuMemoryBytes"));
  }

  @Test
  void theNewestLinesOfTheLogAreShown() {
    log.write(Severity.WARNING, "the worker was restarted");
    JsonObject line = json(get("/prism/log")).getJsonArray("lines").getJsonObject(0);
    assertEquals("warning", line.getString("severity"));
    assertEquals("the worker was restarted", line.getString("line"));
    assertEquals(400, send("GET", "/prism/log", Map.of("limit", "0"), "", "").status());
  }

  @Test
  void aPackThatIsElsewhereIsNotListed() {
    assertTrue(json(get("/prism/packs")).getJsonArray("packs").isEmpty());
  }

  @Test
  void editsThatSomebodyAsksForAreATaskOfTheirOwn() {
    RestAnswer answer = post("/prism/studies/" + STUDY + "/counterfactuals", EDITS);
    assertEquals(202, answer.status());
    String id = json(answer).getString("id");
    assertTrue(id.startsWith(STUDY + "-"), id);
    assertEquals("request", json(get("/prism/tasks/" + id)).getString("origin"));
    JsonObject page =
        json(send("GET", "/prism/tasks", Map.of("study", STUDY, "limit", "1"), "", ""));
    assertEquals(id, page.getString("next"));
    JsonObject entry = json(get("/prism/audit")).getJsonArray("entries").getJsonObject(0);
    assertEquals("reader", entry.getString("actor"));
    assertEquals("counterfactuals", entry.getString("action"));
    assertEquals(STUDY, entry.getString("study"));
  }

  @Test
  void theSameEditsByAnotherMethodOrSeedAreAnotherTask() {
    String path = "/prism/studies/" + STUDY + "/counterfactuals";
    String plain = json(post(path, EDITS)).getString("id");
    String chosen = EDITS.replace("}", ", \"method\": \"direct\", \"seed\": 7}");
    JsonObject task = json(post(path, chosen));
    assertNotEquals(plain, task.getString("id"));
    assertEquals("direct", task.getJsonObject("request").getString("method"));
    assertEquals(7, task.getJsonObject("request").getInt("seed"));
    assertEquals(task.getString("id"), json(post(path, chosen)).getString("id"));
    String detail = json(get("/prism/audit")).getJsonArray("entries").get(0).toString();
    assertTrue(detail.contains("method direct; seed 7"), detail);
  }

  @Test
  void aMethodThatNobodyKnowsIsRefusedWithThoseThereAre() {
    RestAnswer answer =
        post(
            "/prism/studies/" + STUDY + "/counterfactuals",
            EDITS.replace("}", ", \"method\": \"magic\"}"));
    assertEquals(400, answer.status());
    String detail = json(answer).getString("detail");
    assertTrue(detail.contains("$.method") && detail.contains("null-text"), detail);
  }

  @Test
  void captionsGoWithOneEditThatHasADirection() {
    String path = "/prism/studies/" + STUDY + "/counterfactuals";
    String captions = ", \"source\": \"an ICU film\", \"target\": \"no tubes\"}";
    JsonObject task = json(post(path, EDITS.replace("}", captions)));
    assertEquals("no tubes", task.getJsonObject("request").getString("target"));
    String toggle = "{\"edits\": [\"toggle-pleural-effusion\"]" + captions;
    assertEquals(400, post(path, toggle).status());
    assertEquals(400, post(path, EDITS.replace("}", ", \"source\": \"x\"}")).status());
  }

  @Test
  void aRegionConfinesAnEditToAPartOfOneFilm() {
    String film = "11111111-5a718d9e-1b560140-2cda3ae0-30b846cb";
    host.answers.put("/instances/" + film + "/study", "{\"ID\": \"" + STUDY + "\"}");
    host.answers.put(
        "/instances/" + film + "/simplified-tags", "{\"Rows\": \"200\", \"Columns\": \"100\"}");
    String path = "/prism/studies/" + STUDY + "/counterfactuals";
    String region =
        EDITS.replace(
            "}",
            ", \"region\": {\"instance\": \""
                + film
                + "\", \"editMask\": [[[0, 0], [100, 0], [50.5, 200]]]}}");
    RestAnswer answer = post(path, region);
    assertEquals(202, answer.status(), answer.body());
    JsonObject task = json(answer);
    assertNotEquals(json(post(path, EDITS)).getString("id"), task.getString("id"));
    assertEquals(task.getString("id"), json(post(path, region)).getString("id"));
    JsonObject told = task.getJsonObject("request").getJsonObject("region");
    assertEquals(film, told.getString("instance"));
    assertEquals(1, told.getJsonArray("editMask").size());
    String detail = json(get("/prism/audit")).getJsonArray("entries").toString();
    assertTrue(detail.contains("in a region of " + film), detail);

    assertRefused(path, region.replace("50.5, 200", "50.5, 201"), "100 columns and 200 rows");
    assertRefused(path, region.replace("11111111", "22222222"), "$.region.instance");
    assertRefused(path, region.replace("[50.5, 200]", "7"), "$.region: editMask[0][2] must be");
    assertRefused(path, EDITS.replace("}", ", \"region\": 7}"), "$.region");
    host.answers.put("/instances/" + film + "/study", "{\"ID\": \"another\"}");
    assertRefused(path, region, "$.region.instance");
  }

  private void assertRefused(String path, String body, String place) {
    RestAnswer answer = post(path, body);
    assertEquals(400, answer.status(), answer.body());
    assertTrue(json(answer).getString("detail").contains(place), answer.body());
  }

  @Test
  void captionsAloneAreAnEditToo() {
    String path = "/prism/studies/" + STUDY + "/counterfactuals";
    String captions = "{\"source\": \"an ICU film\", \"target\": \"an outpatient's film\"";
    JsonObject task = json(post(path, captions + "}"));
    assertEquals("prompted-change", task.getJsonArray("edits").getString(0));
    assertEquals("an ICU film", task.getJsonObject("request").getString("source"));
    assertEquals(200, post(path, captions + ", \"dryRun\": true}").status());
    assertEquals(400, post(path, "{\"source\": \"an ICU film\"}").status());
  }

  @Test
  void aDryRunTellsTheCaptionsOfAPackThatIsHere() throws Exception {
    Path folder = Path.of("../models/packs/phantom-latent").toRealPath();
    enter(DescribedApi.entered(storage.resolve("other"), folder, ANSWERED));
    JsonObject pack = json(get("/prism/packs")).getJsonArray("packs").getJsonObject(0);
    assertEquals("inversion", pack.getString("kind"));
    assertTrue(pack.getJsonArray("methods").toString().contains("\"null-text\""));
    RestAnswer answer =
        post(
            "/prism/studies/" + STUDY + "/counterfactuals",
            EDITS.replace("}", ", \"dryRun\": true}"));
    JsonObject captions = json(answer).getJsonArray("captions").getJsonObject(0);
    assertEquals("Chest X-ray showing Support Devices", captions.getString("source"));
    assertEquals(
        400,
        post("/prism/studies/" + STUDY + "/counterfactuals", "{\"edits\": [\"remove-wings\"]}")
            .status());
  }

  @Test
  void aDryRunDoesNothing() {
    RestAnswer answer =
        post(
            "/prism/studies/" + STUDY + "/counterfactuals",
            "{\"edits\": [\"remove-support-devices\"], \"dryRun\": true}");
    assertEquals(200, answer.status());
    assertTrue(json(get("/prism/tasks")).getJsonArray("tasks").isEmpty());
  }

  @Test
  void aStudyThatOrthancDoesNotHoldIsNotFound() {
    assertEquals(404, post("/prism/studies/" + GONE + "/counterfactuals", EDITS).status());
    assertEquals(404, post("/prism/rules/test", "{\"study\": \"" + GONE + "\"}").status());
  }

  @Test
  void aTaskIsCancelledOnceAndRetriedOnce() {
    String id = json(post("/prism/studies/" + STUDY + "/counterfactuals", EDITS)).getString("id");
    assertEquals(409, post("/prism/tasks/" + id + "/retry", "{}").status());
    RestAnswer cancelled = post("/prism/tasks/" + id + "/cancel", "{\"reason\": \"a mistake\"}");
    assertEquals("cancelled", json(cancelled).getString("state"));
    assertEquals("a mistake (reader)", json(cancelled).getString("reason"));
    assertEquals(409, post("/prism/tasks/" + id + "/cancel", "{}").status());
    assertEquals("queued", json(post("/prism/tasks/" + id + "/retry", "{}")).getString("state"));
    assertEquals(0, json(post("/prism/tasks/retry", "{}")).getInt("tasks"));
    assertEquals(404, post("/prism/tasks/abc/cancel", "{}").status());
  }

  @Test
  void theRulesTellWhatAStudyGets() {
    JsonObject decision = json(post("/prism/rules/test", "{\"study\": \"" + STUDY + "\"}"));
    assertEquals("remove-support-devices", decision.getJsonArray("edits").getString(0));
    assertTrue(decision.getJsonArray("rules").getJsonObject(0).getBoolean("decides"));
  }

  @Test
  void studiesOfThePastAreFedAtLowPriority() throws Exception {
    String other = GONE.replace('1', '6');
    host.answers.put(
        "/tools/find {\"Level\":\"Study\",\"Query\":{\"StudyDate\":\"20260101-20260131\"}}",
        "[\"" + STUDY + "\", \"" + other + "\"]");
    assertEquals(0, json(get("/prism/backfill")).getInt("studies"));
    String range = "\"from\": \"2026-01-01\", \"to\": \"20260131\"";
    assertEquals(
        2, json(post("/prism/backfill", "{" + range + ", \"dryRun\": true}")).getInt("studies"));
    assertEquals(202, post("/prism/backfill", "{" + range + "}").status());
    JsonObject ended =
        Await.until(
            () -> json(get("/prism/backfill")),
            progress -> progress.getInt("queued") == 2 && !progress.getBoolean("runs"));
    assertEquals(2, ended.getInt("studies"));
    assertEquals("backfill", json(get("/prism/tasks/" + STUDY)).getString("origin"));
    assertEquals(202, post("/prism/backfill", "{\"studies\": [\"" + STUDY + "\"]}").status());
    assertEquals(400, post("/prism/backfill", "{}").status());
    assertEquals(400, post("/prism/backfill", "{\"from\": \"yesterday\"}").status());
  }

  @Test
  void aListWithAStudyThatOrthancLacksIsNotFedAtAll() {
    String list = "{\"studies\": [\"" + STUDY + "\", \"" + GONE + "\"]";
    assertRefused("/prism/backfill", list + "}", GONE);
    assertRefused("/prism/backfill", list + ", \"dryRun\": true}", "does not hold 1 of these");
    assertEquals(0, json(get("/prism/backfill")).getInt("studies"));
    assertTrue(json(get("/prism/audit")).getJsonArray("entries").isEmpty());
  }

  @Test
  void theQueueIsPausedAndResumed() {
    post("/prism/queue/pause", "{\"reason\": \"the scanner is serviced\"}");
    JsonObject paused = json(get("/prism/status")).getJsonObject("paused");
    assertEquals("the scanner is serviced", paused.getString("reason"));
    assertEquals("reader", paused.getString("by"));
    assertEquals(200, post("/prism/queue/resume", "{}").status());
    assertEquals(409, post("/prism/queue/resume", "{}").status());
  }

  @Test
  void nothingIsChangedWithoutTheContentTypeOfJson() {
    for (String type : new String[] {"", "text/plain", "application/x-www-form-urlencoded"}) {
      assertEquals(415, send("POST", "/prism/queue/pause", Map.of(), type, "{}").status());
    }
    assertTrue(!json(get("/prism/status")).containsKey("paused"));
  }

  @Test
  void whatIsTooLongUnknownOrNoJsonIsRefused() {
    String path = "/prism/queue/pause";
    assertEquals(413, post(path, " ".repeat((1 << 20) + 1)).status());
    assertEquals(400, post(path, "{").status());
    assertEquals(400, post(path, "[]").status());
    assertEquals(400, post(path, "[".repeat(100_000)).status());
    assertEquals(400, post(path, "{\"reason\": \"" + "x".repeat(201) + "\"}").status());
    assertEquals(400, post(path, "{\"why\": \"?\"}").status());
    assertEquals(400, send("GET", "/prism/tasks", Map.of("state", "lost"), "", "").status());
    assertEquals(400, send("GET", "/prism/tasks", Map.of("limit", "0"), "", "").status());
    assertEquals(400, send("GET", "/prism/audit", Map.of("limit", "x"), "", "").status());
  }

  @Test
  void noPathOfARequestLeavesThePlugin() {
    for (String path :
        new String[] {"/prism/tasks/..%2f..", "/prism/../etc/passwd", "/prism/tasks/ab%00"}) {
      assertEquals(404, host.routes.answer(RestRequest.get(path)).status());
    }
  }

  @Test
  void whetherPixelsMayBeAskedForIsSaid() {
    assertEquals(404, get("/prism/instances/" + STUDY + "/pixels").status());
    host.answers.put("/instances/" + STUDY, "{\"FileSize\": 7}");
    host.files.put("/instances/" + STUDY + "/file", new byte[7]);
    JsonObject damaged = json(get("/prism/instances/" + STUDY + "/pixels"));
    assertEquals(false, damaged.getBoolean("decodable"));
    assertTrue(damaged.getString("reason").contains("send the file again"), damaged::toString);
  }

  @Test
  void whenceAnInstanceComesIsSaid() {
    assertEquals(404, get("/prism/verify/" + STUDY).status());
    DicomObject film =
        TestFilms.film(new StoredPixels(2, 2, new int[] {1, 2, 3, 4}), "T", "AP", "film");
    host.answers.put("/instances/" + STUDY, "{\"FileSize\": 7}");
    host.files.put("/instances/" + STUDY + "/file", new Part10Codec().write(film));
    JsonObject answer = json(get("/prism/verify/" + STUDY));
    assertEquals("none", answer.getString("signature"));
    assertEquals(false, answer.getBoolean("synthetic"));
    assertEquals("no result that is known here", answer.getString("summary"));
    host.files.put("/instances/" + STUDY + "/file", new byte[7]);
    assertEquals(422, get("/prism/verify/" + STUDY).status());
  }
}
