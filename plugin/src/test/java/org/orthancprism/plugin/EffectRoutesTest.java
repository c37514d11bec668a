// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.queue.RetryPolicy;
import org.orthancprism.queue.StudyConsumer;
import org.orthancprism.queue.StudyHandler;
import org.orthancprism.queue.StudyQueue;
import org.orthancprism.queue.TaskOutcome;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.testing.Await;

/** What the REST API tells of the effects of edits, held against the description that is served. */
class EffectRoutesTest {

  private static final String STUDY = "abae0b24-5a718d9e-1b560140-2cda3ae0-30b846cb";

  private static final int FILMS = 8;
  private static final int PATIENTS = 6;

  private final Set<String> answered = new TreeSet<>();

  @TempDir Path storage;

  /** Whether a method and path of the description are asked here. */
  static boolean asks(String operation) {
    return operation.contains("/prism/effects") || operation.contains("/prism/ends");
  }

  @Test
  void effectsAreShownAsSoonAsAFilmWasJudged() throws Exception {
    DescribedApi api = DescribedApi.entered(storage, answered);
    assertTrue(json(api.get("/prism/effects")).getJsonArray("edits").isEmpty());
    assertEquals(1, api.get("/prism/effects.csv").body().lines().count());
    try (QueueDatabase database =
        QueueDatabase.open(
            QueueSettings.of("jdbc:sqlite:" + storage.resolve("prism/queue.db")),
            QueueDatabase.Side.WORKERS)) {
      Clock clock = Clock.systemUTC();
      new StudyQueue(database, "local", clock).add(STUDY);
      StudyHandler judging =
          attempt -> {
            for (int number = 1; number <= FILMS; number++) {
              String film = "1." + number;
              attempt.ended(
                  "digest",
                  film,
                  new FilmSelection.EndedEdit(
                      "remove-support-devices",
                      number == 1 ? Ending.Kind.MADE : Ending.Kind.WITHHELD,
                      number == 1,
                      number == 1 ? List.of() : List.of("side effects"),
                      "a reason"));
              attempt.judged(
                  "digest",
                  new FilmEffect(
                          film,
                          "remove-support-devices",
                          Map.of("Support Devices", 0.9),
                          Map.of("Support Devices", 0.2))
                      .ofPatient("patient " + number % PATIENTS));
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
        Await.until(
            () -> api.get("/prism/tasks/" + STUDY), task -> task.body().contains("\"done\""));
      }
    }
    JsonObject matrix = json(api.get("/prism/effects"));
    assertEquals("digest", matrix.getString("pack"));
    JsonObject row = matrix.getJsonArray("edits").getJsonObject(0);
    assertEquals(FILMS, row.getInt("films"));
    assertEquals(PATIENTS, row.getInt("patients"));
    JsonObject effect = row.getJsonArray("effects").getJsonObject(0);
    assertEquals(-0.7, effect.getJsonNumber("meanChange").doubleValue(), 1e-9);
    assertEquals("achieved", effect.getString("verdict"));
    assertEquals(2.0 / 64, effect.getJsonNumber("p").doubleValue());
    assertEquals(2.0 / 64, effect.getJsonNumber("q").doubleValue());
    assertEquals("Support Devices", row.getString("meant"));
    assertTrue(
        api.get("/prism/effects.csv")
            .body()
            .contains("remove-support-devices,Support Devices,8,6,0.900000,-0.700000"));
    assertTheFilmsBehindTheEffectsAreTold(api);
    assertTheEndsAreTold(api);
    Set<String> described = api.described();
    described.removeIf(operation -> !asks(operation));
    answered.removeIf(operation -> !asks(operation));
    assertEquals(described, answered);
  }

  private static void assertTheEndsAreTold(DescribedApi api) {
    JsonObject ends = json(api.get("/prism/effects")).getJsonArray("ends").getJsonObject(0);
    assertEquals("remove-support-devices", ends.getString("edit"));
    assertEquals(1, ends.getInt("made"));
    assertEquals(FILMS - 1, ends.getInt("withheld"));
    JsonObject made = json(api.send("GET", "/prism/effects", Map.of("ends", "made"), "", ""));
    JsonObject row = made.getJsonArray("edits").getJsonObject(0);
    assertEquals(1, row.getInt("films"));
    JsonObject effect = row.getJsonArray("effects").getJsonObject(0);
    assertEquals("too few films", effect.getString("verdict"));
    assertFalse(effect.containsKey("low") || effect.containsKey("p"), effect::toString);
    assertEquals(400, api.send("GET", "/prism/effects", Map.of("ends", "some"), "", "").status());
    JsonObject week = json(api.get("/prism/ends")).getJsonArray("weeks").getJsonObject(0);
    assertEquals(1, week.getInt("stored"));
    assertEquals(FILMS - 1, week.getInt("withheld"));
    assertEquals("side effects", week.getJsonArray("gates").getJsonObject(0).getString("gate"));
    assertEquals(400, api.send("GET", "/prism/ends", Map.of("weeks", "0"), "", "").status());
  }

  private static void assertTheFilmsBehindTheEffectsAreTold(DescribedApi api) {
    String path = "/prism/effects/films";
    JsonObject films =
        json(api.send("GET", path, Map.of("edit", "remove-support-devices"), "", ""));
    assertEquals(FILMS, films.getInt("of"));
    JsonObject film = json(api.send("GET", path, Map.of("instance", "1.2"), "", ""));
    JsonObject finding =
        film.getJsonArray("films").getJsonObject(0).getJsonArray("findings").getJsonObject(0);
    assertEquals(0.2, finding.getJsonNumber("after").doubleValue());
    assertEquals(0, json(api.send("GET", path, Map.of("instance", "1.9"), "", "")).getInt("of"));
    assertEquals(400, api.get(path).status());
    assertEquals(400, api.send("GET", path, Map.of("instance", "1", "edit", "x"), "", "").status());
  }

  private static JsonObject json(RestAnswer answer) {
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }
}
