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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.database.Sql;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.task.SeparateStudies;
import org.orthancprism.testing.EditedStudy;

/** Blinded readings by the REST API, held against the description that is served. */
class ReadingRoutesTest {

  private static final String ONE = "00000000-00000000-00000000-00000000-0000000a";
  private static final String OTHER = "00000000-00000000-00000000-00000000-0000000b";

  private static final Set<String> ANSWERED = new TreeSet<>();
  private static Set<String> described = Set.of();

  private final EditedStudy edited = EditedStudy.make();

  @TempDir private Path storage;
  private DescribedApi api;

  /** Whether a method and path of the description are asked here. */
  static boolean asks(String operation) {
    return operation.contains("/prism/readings");
  }

  /** Two studies that hold copies of the same film, as far as a reading looks at them. */
  @BeforeEach
  void anOrthancHoldsTwoStudies() {
    api = DescribedApi.entered(storage, ANSWERED);
    described = api.described();
    hold(ONE);
    hold(OTHER);
  }

  private void hold(String study) {
    RecordingHost host = api.host();
    byte[] report = EditedStudy.file(edited.report());
    host.answers.put(
        "/studies/" + study + "/series",
        "[{\"ID\": \"reports\", \"MainDicomTags\": {\"Modality\": \"SR\"}, \"Instances\": [\"report"
            + study
            + "\"]}]");
    String template =
        "{\"ID\": \"%s\", \"ParentSeries\": \"%s\", \"MainDicomTags\": {\"SOPInstanceUID\":"
            + " \"%s\"}}";
    host.answers.put(
        "/studies/" + study + "/instances",
        "["
            + template.formatted(
                "film" + study, "films", edited.film().sopInstanceUid().orElseThrow())
            + ","
            + template.formatted(
                "image" + study, "films", edited.counterfactual().sopInstanceUid().orElseThrow())
            + ","
            + template.formatted(
                "report" + study, "reports", edited.report().sopInstanceUid().orElseThrow())
            + "]");
    host.files.put("/instances/report" + study + "/file", report);
    host.answers.put("/instances/report" + study, "{\"FileSize\": " + report.length + "}");
    host.answers.put(
        "/instances/image" + study + "/content/0008-2111",
        "Label burned in over columns 3 to 60 of rows 2 to 9.");
  }

  private RestAnswer make(String name, String studies, String more) {
    return api.post(
        "/prism/readings",
        "{\"name\": \"%s\", \"studies\": [%s]%s}".formatted(name, studies, more));
  }

  private static JsonObject json(RestAnswer answer) {
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }

  private static String both() {
    return "\"" + ONE + "\", \"" + OTHER + "\"";
  }

  @AfterAll
  static void everyPathOfTheDescriptionWasAsked() {
    described.removeIf(operation -> !asks(operation));
    ANSWERED.removeIf(operation -> !asks(operation));
    assertEquals(described, ANSWERED);
  }

  @Test
  void aReadingIsReadToItsEndAndTheResultsAreTold() {
    JsonObject made = json(make("June", both(), ", \"seed\": 5"));
    assertEquals(2, made.getInt("cases"));
    assertEquals(5, made.getInt("seed"));
    String path = "/prism/readings/" + made.getString("id");
    for (int answered = 0; answered < 2; answered++) {
      JsonObject next = json(api.get(path));
      assertEquals(answered, next.getInt("answered"));
      assertEquals("Pleural effusion", next.getJsonArray("findings").getString(0));
      JsonObject image = next.getJsonObject("case");
      assertTrue(image.getString("film").startsWith("film"), image.toString());
      assertEquals(2, image.getJsonObject("cover").getInt("left"), "the film is covered, too");
      boolean synthetic = image.getString("shown").startsWith("image");
      String answer =
          "{\"case\": %d, \"score\": %d, \"finding\": \"Pleural effusion\"}"
              .formatted(image.getInt("number"), synthetic ? 4 : 1);
      assertEquals(201, api.post(path + "/answers", answer).status());
      assertEquals(409, api.post(path + "/answers", answer).status(), "an answer is final");
    }
    assertFalse(json(api.get(path)).containsKey("case"));
    JsonObject reader = json(api.get(path + "/results")).getJsonArray("readers").getJsonObject(0);
    assertEquals("reader", reader.getString("reader"));
    assertEquals(2, reader.getJsonObject("correct").getInt("hits"));
    assertFalse(reader.getJsonObject("correct").containsKey("low"), "too few");
    assertEquals(3, api.get(path + "/results.csv").body().lines().count());
    JsonObject all = json(api.get("/prism/readings"));
    assertEquals(2, all.getJsonArray("readings").getJsonObject(0).getInt("answered"));
  }

  @Test
  void filmsAreReadWhoseResultsAreInAStudyOfTheirOwn() {
    String results = "00000000-00000000-00000000-00000000-0000000c";
    RecordingHost host = api.host();
    host.answers.put("/studies/" + results, "{}");
    host.answers.put("/studies/" + results + "/series", host.answers.get(series(ONE)));
    String all = host.answers.get(instances(ONE));
    int film = all.indexOf("},") + 2;
    host.answers.put(instances(results), "[" + all.substring(film));
    host.answers.put(instances(ONE), all.substring(0, film - 1) + "]");
    host.answers.put(series(ONE), "[]");
    assertEquals(400, make("Without", both(), "").status());
    QueueSettings queue = QueueSettings.of("jdbc:sqlite:" + storage.resolve("prism/queue.db"));
    try (QueueDatabase database = QueueDatabase.open(queue, QueueDatabase.Side.WORKERS)) {
      new SeparateStudies(database, "local").add(results, ONE);
    }
    assertEquals(2, json(make("With", both(), "")).getInt("cases"));
    host.answers.remove("/studies/" + results);
    assertEquals(400, make("Deleted", both(), "").status());
  }

  private static String series(String study) {
    return "/studies/" + study + "/series";
  }

  private static String instances(String study) {
    return "/studies/" + study + "/instances";
  }

  @Test
  void resultsOfReadersWhoHaveNotFinishedAreNotTold() {
    JsonObject made = json(make("June", both(), ""));
    String path = "/prism/readings/" + made.getString("id");
    assertEquals(201, api.post(path + "/answers", "{\"case\": 1, \"score\": 2}").status());
    JsonObject reader = json(api.get(path + "/results")).getJsonArray("readers").getJsonObject(0);
    assertEquals(1, reader.getInt("answered"));
    assertFalse(reader.containsKey("correct"));
  }

  @Test
  void theTruthIsToldToNobodyWhoHasImagesToAnswer() {
    JsonObject made = json(make("June", both(), ""));
    String path = "/prism/readings/" + made.getString("id");
    assertEquals(200, api.get(path + "/results.csv").status(), "who set it up may look");
    assertEquals(201, api.post(path + "/answers", "{\"case\": 1, \"score\": 2}").status());
    assertEquals(403, api.get(path + "/results.csv").status(), "in the midst of it");
    assertEquals(201, api.post(path + "/answers", "{\"case\": 2, \"score\": 2}").status());
    assertEquals(200, api.get(path + "/results.csv").status());
  }

  @Test
  void theTruthIsNotToldToReadersBeforeTheyBegin() {
    String id = json(make("June", both(), "")).getString("id");
    QueueSettings queue = QueueSettings.of("jdbc:sqlite:" + storage.resolve("prism/queue.db"));
    try (QueueDatabase database = QueueDatabase.open(queue, QueueDatabase.Side.WORKERS)) {
      new Sql(database).update("UPDATE readings SET made_by = 'the chief'");
    }
    assertEquals(403, api.get("/prism/readings/" + id + "/results.csv").status());
  }

  @Test
  void whatIsNotAsDescribedIsRefused() {
    assertEquals(400, make("June", "\"" + ONE + "\"", "").status(), "one film is no reading");
    assertEquals(400, make("", both(), "").status());
    assertEquals(400, make("June", "\"../x\"", "").status());
    assertEquals(404, make("June", both().replace("0a", "0c"), "").status());
    assertEquals(400, make("June", both(), ", \"seed\": -1").status());
    String path = "/prism/readings/" + json(make("June", both(), "")).getString("id");
    for (String answer :
        new String[] {
          "{\"case\": 1}",
          "{\"score\": 1}",
          "{\"case\": 3, \"score\": 1}",
          "{\"case\": 1, \"score\": 5}",
          "{\"case\": 1, \"score\": 1, \"finding\": \"Fracture\"}"
        }) {
      assertEquals(400, api.post(path + "/answers", answer).status(), answer);
    }
    assertEquals(404, api.get("/prism/readings/0").status());
    assertEquals(415, api.send("POST", "/prism/readings", Map.of(), "text/plain", "{}").status());
  }
}
