// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.logging.LogLine;
import org.orthancprism.logging.LogRoute;
import org.orthancprism.logging.RecentLog;
import org.orthancprism.logging.Severity;
import org.orthancprism.queue.StudyQueue;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;
import org.orthancprism.task.TaskRecords;
import org.orthancprism.testing.Await;

/** The plugin within an Orthanc that a test plays. */
class PrismTest {

  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir Path storage;

  private RecordingHost entered() {
    RecordingHost host = RecordingHost.enabled(storage, Path.of("/packs/default"));
    Prism.enter(host, new RecentLog(host, CLOCK, 10), CLOCK);
    return host;
  }

  private static JsonStructure json(RestAnswer answer) {
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.read();
    }
  }

  private static RestAnswer get(RecordingHost host, String path) {
    return host.routes.answer(RestRequest.get(path));
  }

  private static JsonObject awaitTask(RecordingHost host, String study) throws Exception {
    RestAnswer answer =
        Await.until(() -> get(host, "/prism/tasks/" + study), found -> found.status() == 200);
    return json(answer).asJsonObject();
  }

  @Test
  void aStableStudyIsQueuedAndShown() throws Exception {
    RecordingHost host = entered();
    host.listener.changed(OrthancHost.Change.STABLE_STUDY, "ab-1");
    JsonObject task = awaitTask(host, "ab-1");
    assertEquals("queued", task.getString("state"));
    assertEquals("ab-1", task.getString("study"));
    assertEquals(
        task,
        json(get(host, "/prism/tasks")).asJsonObject().getJsonArray("tasks").getJsonObject(0));
    JsonObject status = json(get(host, "/prism/status")).asJsonObject();
    assertEquals(1, status.getJsonObject("queue").getInt("queued"));
    assertEquals("stopped", status.getJsonObject("worker").getString("state"));
    assertTrue(status.getString("notice").contains("Not for diagnosis"));
  }

  @Test
  void aDeletedStudysTaskIsCancelled() throws Exception {
    RecordingHost host = entered();
    host.listener.changed(OrthancHost.Change.STABLE_STUDY, "ab-1");
    awaitTask(host, "ab-1");
    host.listener.changed(OrthancHost.Change.STUDY_DELETED, "ab-1");
    Await.until(
        () -> awaitTask(host, "ab-1").getString("state"), state -> state.equals("cancelled"));
  }

  @Test
  void aStudyThatBecomesStableAsOrthancStopsIsQueuedAndOneAfterThatIsNoError() throws Exception {
    List<LogLine> log = new CopyOnWriteArrayList<>();
    LogRoute route = LogRoute.install((severity, line) -> log.add(new LogLine(severity, line)));
    RecordingHost host = entered();
    try {
      host.listener.changed(OrthancHost.Change.STABLE_STUDY, "ab-1");
      host.listener.changed(OrthancHost.Change.ORTHANC_STOPPED, "");
      host.listener.changed(OrthancHost.Change.STABLE_STUDY, "ab-2");
      host.listener.changed(OrthancHost.Change.STUDY_DELETED, "ab-1");
    } finally {
      Logger.getLogger("").removeHandler(route);
    }
    assertEquals("queued", awaitTask(host, "ab-1").getString("state"));
    assertEquals(404, get(host, "/prism/tasks/ab-2").status());
    assertTrue(log.stream().noneMatch(line -> line.severity() == Severity.ERROR), log::toString);
  }

  @Test
  void aStudyThatIsDeletedAtOnceGetsNoTask() throws Exception {
    RecordingHost host = entered();
    host.listener.changed(OrthancHost.Change.STABLE_STUDY, "ab-1");
    host.listener.changed(OrthancHost.Change.STABLE_STUDY, "ab-2");
    host.listener.changed(OrthancHost.Change.STUDY_DELETED, "ab-1");
    awaitTask(host, "ab-2");
    assertEquals(404, get(host, "/prism/tasks/ab-1").status());
  }

  @Test
  void aStudyThatTheQueueDoesNotTakeIsFoundAgainInTheChangeLog() {
    RecordingHost host = new RecordingHost("{}");
    host.properties.put(ChangeCatchUp.PROPERTY, "10");
    host.answers.put(
        "/changes?since=10&limit=1000",
        "{\"Changes\": [{\"ChangeType\": \"StableStudy\", \"ID\": \"a\", \"Seq\": 11}],"
            + " \"Last\": 11, \"Done\": true}");
    host.answers.put("/changes?last", "{\"Last\": 50, \"Done\": true, \"Changes\": []}");
    ChangeCatchUp catchUp = new ChangeCatchUp(host, queue());
    catchUp.fallBehind();
    catchUp.checkpoint();
    assertEquals("10", host.properties.get(ChangeCatchUp.PROPERTY));
    catchUp.run();
    assertFalse(catchUp.isBehind());
    assertTrue(records().find("a").isPresent());
    assertEquals("11", host.properties.get(ChangeCatchUp.PROPERTY));
  }

  @Test
  void whatIsNotThereIsAProblemDocument() {
    RecordingHost host = entered();
    for (String path : new String[] {"/prism/tasks/unknown", "/prism/", "/prism/tasks/a/b"}) {
      RestAnswer answer = get(host, path);
      assertEquals(404, answer.status());
      assertEquals("application/problem+json", answer.mediaType());
      assertEquals(404, json(answer).asJsonObject().getInt("status"));
    }
  }

  @Test
  void nothingIsChangedByARequest() {
    RecordingHost host = entered();
    for (String method : new String[] {"POST", "PUT", "DELETE"}) {
      assertEquals(
          405,
          host.routes
              .answer(new RestRequest(method, "/prism/tasks", Map.of(), Map.of(), new byte[0]))
              .status());
    }
  }

  @Test
  void aWrongConfigurationDisablesThePluginAndNothingElse() {
    RecordingHost host = new RecordingHost("{\"Prism\": {\"Enabled\": true}}");
    Prism.enter(host, new RecentLog(host, CLOCK, 10), CLOCK);
    assertNull(host.listener);
    assertNull(host.routes);
  }

  @Test
  void aPluginThatIsNotEnabledDoesNothing() {
    RecordingHost host = new RecordingHost("{}");
    Prism.enter(host, new RecentLog(host, CLOCK, 10), CLOCK);
    assertNull(host.listener);
    assertNull(host.routes);
  }

  @Test
  void theTokenIsInNoAnswer() {
    RecordingHost host = entered();
    assertFalse(get(host, "/prism/status").body().contains("token-of-a-test"));
  }

  @Test
  void aTriggerTakesMillisecondsWithTenThousandTasksQueued() throws Exception {
    RecordingHost host = entered();
    for (int i = 0; i < 10_000; i++) {
      host.listener.changed(OrthancHost.Change.STABLE_STUDY, "study-" + i);
    }
    long[] micros = new long[500];
    for (int i = 0; i < micros.length; i++) {
      long before = System.nanoTime();
      host.listener.changed(OrthancHost.Change.STABLE_STUDY, "1a7e-" + i);
      micros[i] = (System.nanoTime() - before) / 1000;
    }
    Arrays.sort(micros);
    System.out.printf(
        "OnChange with 10,000 tasks queued: median %d us, 99th percentile %d us%n",
        micros[250], micros[495]);
    // Far above what it takes, so that a busy machine does not fail the build.
    assertTrue(micros[250] < 20_000, "median " + micros[250] + " microseconds");
    Await.until(() -> get(host, "/prism/tasks/1a7e-499").status(), status -> status == 200);
  }

  @Test
  void theFirstStartKeepsWhereOrthancsChangesStand() {
    RecordingHost host = new RecordingHost("{}");
    host.answers.put("/changes?last", "{\"Last\": 41, \"Done\": true, \"Changes\": []}");
    new ChangeCatchUp(host, queue()).run();
    assertEquals("41", host.properties.get(ChangeCatchUp.PROPERTY));
    assertTrue(records().newest(10).isEmpty());
  }

  @Test
  void studiesThatCameWhileThePluginWasDownAreFoundPageByPage() {
    RecordingHost host = new RecordingHost("{}");
    host.properties.put(ChangeCatchUp.PROPERTY, "10");
    host.answers.put(
        "/changes?since=10&limit=1000",
        "{\"Changes\": [{\"ChangeType\": \"StableStudy\", \"ID\": \"a\", \"Seq\": 11},"
            + "{\"ChangeType\": \"NewInstance\", \"ID\": \"i\", \"Seq\": 12}],"
            + " \"Last\": 12, \"Done\": false}");
    host.answers.put(
        "/changes?since=12&limit=1000",
        "{\"Changes\": [{\"ChangeType\": \"NewStudy\", \"ID\": \"b\", \"Seq\": 13}],"
            + " \"Last\": 13, \"Done\": true}");
    new ChangeCatchUp(host, queue()).run();
    assertEquals(2, records().newest(10).size());
    assertTrue(records().find("a").isPresent());
    assertTrue(records().find("b").isPresent());
    assertEquals("13", host.properties.get(ChangeCatchUp.PROPERTY));
  }

  @Test
  void aCheckpointKeepsTheNumberOfTheOneBefore() {
    RecordingHost host = new RecordingHost("{}");
    host.answers.put("/changes?last", "{\"Last\": 41, \"Done\": true, \"Changes\": []}");
    ChangeCatchUp catchUp = new ChangeCatchUp(host, queue());
    catchUp.run();
    host.answers.put("/changes?last", "{\"Last\": 50, \"Done\": true, \"Changes\": []}");
    catchUp.checkpoint();
    assertEquals("41", host.properties.get(ChangeCatchUp.PROPERTY));
    catchUp.checkpoint();
    assertEquals("50", host.properties.get(ChangeCatchUp.PROPERTY));
  }

  private QueueDatabase database() {
    return QueueDatabase.open(
        QueueSettings.of("jdbc:sqlite:" + storage.resolve("queue.db")),
        QueueDatabase.Side.TRIGGERS);
  }

  private StudyQueue queue() {
    return new StudyQueue(database(), "local", CLOCK);
  }

  private TaskRecords records() {
    return new TaskRecords(database(), "local");
  }
}
