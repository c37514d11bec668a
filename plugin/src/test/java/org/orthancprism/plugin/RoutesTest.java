// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.logging.RecentLog;
import org.orthancprism.logging.Severity;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.queue.QueueControl;
import org.orthancprism.queue.QueueDatabase;
import org.orthancprism.queue.QueueSettings;
import org.orthancprism.queue.RetryPolicy;
import org.orthancprism.queue.StudyConsumer;
import org.orthancprism.queue.StudyHandler;
import org.orthancprism.queue.StudyQueue;
import org.orthancprism.queue.TaskOutcome;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;
import org.orthancprism.testing.Await;

/** The REST API, each answer of which is held against the description that is served. */
class RoutesTest {

  private static final String STUDY = "abae0b24-5a718d9e-1b560140-2cda3ae0-30b846cb";
  private static final String EDITS = "{\"edits\": [\"remove-support-devices\"]}";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What was asked and answered, so that no path of the description is left untested. */
  private static final Set<String> ANSWERED = new TreeSet<>();

  @TempDir Path storage;
  private RecordingHost host;
  private RecentLog log;
  private JsonNode description;

  @BeforeEach
  void enter() throws Exception {
    host =
        new RecordingHost(
            Json.createObjectBuilder()
                .add("StorageDirectory", storage.toString())
                .add(
                    "Prism",
                    Json.createObjectBuilder()
                        .add("Enabled", true)
                        .add("Pack", "/packs/nowhere")
                        .add("Edits", Json.createArrayBuilder().add("remove-support-devices")))
                .build()
                .toString());
    log = new RecentLog(host, Clock.systemUTC(), 10);
    Prism.enter(host, log, Clock.systemUTC());
    host.answers.put("/studies/" + STUDY, "{}");
    host.answers.put("/studies/" + STUDY + "/series", "[]");
    description =
        MAPPER.readTree(host.routes.answer(RestRequest.get("/prism/openapi.json")).body());
  }

  private RestAnswer send(
      String method, String path, Map<String, String> parameters, String type, String body) {
    String login =
        "Basic "
            + Base64.getEncoder().encodeToString("reader:secret".getBytes(StandardCharsets.UTF_8));
    RestAnswer answer =
        host.routes.answer(
            new RestRequest(
                method,
                path,
                parameters,
                Map.of("content-type", type, "authorization", login),
                body.getBytes(StandardCharsets.UTF_8)));
    assertIsAsDescribed(method, path, answer);
    return answer;
  }

  private RestAnswer get(String path) {
    return send("GET", path, Map.of(), "", "");
  }

  private RestAnswer post(String path, String body) {
    return send("POST", path, Map.of(), "application/json; charset=utf-8", body);
  }

  /** Finds the answer's schema in the description, and holds the answer against it. */
  private void assertIsAsDescribed(String method, String path, RestAnswer answer) {
    String template = path;
    JsonNode paths = description.get("paths");
    if (!paths.has(template)) {
      template = path.replaceFirst("/[0-9a-f-]{1,64}(/|$)", "/{id}$1");
    }
    String operation = method.toLowerCase(Locale.ROOT);
    JsonNode response =
        paths.path(template).path(operation).path("responses").path("" + answer.status());
    JsonNode content = response.path("content");
    assertTrue(
        content.has(answer.mediaType()),
        method + " " + path + " answers " + answer.status() + " " + answer.body());
    ANSWERED.add(operation + " " + template);
    JsonNode schema =
        ((ObjectNode) content.get(answer.mediaType()).get("schema").deepCopy())
            .set("components", description.get("components"));
    Set<ValidationMessage> faults =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(schema)
            .validate(
                answer.mediaType().endsWith("json")
                    ? read(answer.body())
                    : TextNode.valueOf(answer.body()));
    assertEquals(Set.of(), faults, answer.body());
  }

  private static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  private static JsonObject json(RestAnswer answer) {
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }

  @AfterAll
  static void everyPathOfTheDescriptionWasAsked() throws Exception {
    Set<String> described = new TreeSet<>();
    try (InputStream in = PrismRoutes.class.getResourceAsStream("openapi.json")) {
      MAPPER
          .readTree(in)
          .get("paths")
          .fields()
          .forEachRemaining(
              path ->
                  path.getValue()
                      .fieldNames()
                      .forEachRemaining(method -> described.add(method + " " + path.getKey())));
    }
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
  void effectsAreShownAsSoonAsAFilmWasJudged() throws Exception {
    assertTrue(json(get("/prism/effects")).getJsonArray("edits").isEmpty());
    assertEquals(1, get("/prism/effects.csv").body().lines().count());
    try (QueueDatabase database =
        QueueDatabase.open(
            QueueSettings.of("jdbc:sqlite:" + storage.resolve("prism/queue.db")),
            QueueDatabase.Side.WORKERS)) {
      Clock clock = Clock.systemUTC();
      new StudyQueue(database, "local", clock).add("ab-1");
      StudyHandler judging =
          attempt -> {
            for (String film : new String[] {"1.1", "1.2"}) {
              attempt.judged(
                  "digest",
                  new FilmEffect(
                      film,
                      "remove-support-devices",
                      Map.of("Support Devices", 0.9),
                      Map.of("Support Devices", 0.2)));
            }
            return new TaskOutcome.Done("");
          };
      try (StudyConsumer consumer =
          new StudyConsumer(
              database,
              Map.of("local", judging),
              "w",
              1,
              StudyConsumer.Timing.DEFAULT,
              RetryPolicy.DEFAULT,
              clock)) {
        consumer.start();
        Await.until(() -> get("/prism/tasks/ab-1"), task -> task.body().contains("\"done\""));
      }
    }
    JsonObject matrix = json(get("/prism/effects"));
    assertEquals("digest", matrix.getString("pack"));
    JsonObject row = matrix.getJsonArray("edits").getJsonObject(0);
    assertEquals(2, row.getInt("films"));
    JsonObject effect = row.getJsonArray("effects").getJsonObject(0);
    assertEquals(-0.7, effect.getJsonNumber("meanChange").doubleValue(), 1e-9);
    assertEquals("achieved", effect.getString("verdict"));
    assertEquals("Support Devices", row.getString("meant"));
    assertTrue(
        get("/prism/effects.csv")
            .body()
            .contains("remove-support-devices,Support Devices,2,0.900000,-0.700000"));
    assertTheFilmsBehindTheEffectsAreTold();
  }

  private void assertTheFilmsBehindTheEffectsAreTold() {
    String path = "/prism/effects/films";
    JsonObject films = json(send("GET", path, Map.of("edit", "remove-support-devices"), "", ""));
    assertEquals(2, films.getInt("of"));
    JsonObject film = json(send("GET", path, Map.of("film", "1.2"), "", ""));
    JsonObject finding =
        film.getJsonArray("films").getJsonObject(0).getJsonArray("findings").getJsonObject(0);
    assertEquals(0.2, finding.getJsonNumber("after").doubleValue());
    assertEquals(0, json(send("GET", path, Map.of("film", "1.3"), "", "")).getInt("of"));
    assertEquals(400, get(path).status());
    assertEquals(400, send("GET", path, Map.of("film", "1", "edit", "x"), "", "").status());
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
    host =
        new RecordingHost(
            Json.createObjectBuilder()
                .add("StorageDirectory", storage.resolve("other").toString())
                .add(
                    "Prism",
                    Json.createObjectBuilder()
                        .add("Enabled", true)
                        .add("Pack", Path.of("../models/packs/phantom-latent").toRealPath() + "")
                        .add("Edits", Json.createArrayBuilder().add("remove-support-devices")))
                .build()
                .toString());
    Prism.enter(host, new RecentLog(host, Clock.systemUTC(), 10), Clock.systemUTC());
    host.answers.put("/studies/" + STUDY, "{}");
    host.answers.put("/studies/" + STUDY + "/series", "[]");
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
    assertEquals(404, post("/prism/studies/abc/counterfactuals", EDITS).status());
    assertEquals(404, post("/prism/rules/test", "{\"study\": \"abc\"}").status());
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
    host.answers.put(
        "/tools/find {\"Level\":\"Study\",\"Query\":{\"StudyDate\":\"20260101-20260131\"}}",
        "[\"ab-1\", \"ab-2\"]");
    String range = "\"from\": \"2026-01-01\", \"to\": \"20260131\"";
    assertEquals(
        2, json(post("/prism/backfill", "{" + range + ", \"dryRun\": true}")).getInt("studies"));
    assertEquals(202, post("/prism/backfill", "{" + range + "}").status());
    Await.until(
        () -> host.routes.answer(RestRequest.get("/prism/tasks/ab-2")).status(),
        status -> status == 200);
    assertEquals("backfill", json(get("/prism/tasks/ab-1")).getString("origin"));
    assertEquals(202, post("/prism/backfill", "{\"studies\": [\"ab-3\"]}").status());
    assertEquals(400, post("/prism/backfill", "{}").status());
    assertEquals(400, post("/prism/backfill", "{\"from\": \"yesterday\"}").status());
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
}
