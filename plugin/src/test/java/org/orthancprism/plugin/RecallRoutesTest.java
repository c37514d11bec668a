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
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.testing.Await;

/** Recalls over the REST API, held against the description that is served. */
class RecallRoutesTest {

  private static final String PACK = "ab".repeat(32);

  private final Set<String> answered = new TreeSet<>();
  @TempDir private Path storage;
  private DescribedApi api;

  /** Whether a method and path of the description are asked here. */
  static boolean asks(String operation) {
    return operation.contains("/prism/recall");
  }

  @BeforeEach
  void enter() {
    api = DescribedApi.entered(storage, answered);
  }

  private static JsonObject json(RestAnswer answer) {
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }

  @Test
  void aRecallIsADryRunUnlessItIsSaidToDelete() throws Exception {
    RestAnswer answer =
        api.post(
            "/prism/recall",
            "{\"pack\": \"" + PACK + "\", \"from\": \"2026-01-31\", \"to\": \"2026-01-31\"}");
    assertEquals(202, answer.status());
    JsonObject recall = json(answer);
    assertTrue(recall.getBoolean("dryRun"));
    assertEquals("reader", recall.getString("actor"));
    JsonObject criterion = recall.getJsonObject("criterion");
    assertEquals(PACK, criterion.getString("pack"));
    assertEquals("2026-01-31T00:00:00Z", criterion.getString("from"));
    assertEquals("2026-02-01T00:00:00Z", criterion.getString("before"));
    String path = "/prism/recall/" + recall.getInt("recall");
    JsonObject ended = Await.until(() -> json(api.get(path)), one -> !one.getBoolean("runs"));
    assertEquals(0, ended.getInt("instances"));
    assertEquals(1, json(api.get("/prism/recall")).getJsonArray("recalls").size());
    assertEquals(404, api.get("/prism/recall/99").status());
    answered.removeIf(operation -> !asks(operation));
    Set<String> described = api.described();
    described.removeIf(operation -> !asks(operation));
    assertEquals(described, answered);
  }

  @Test
  void everyResultIsRecalledOnlyIfThatIsSaidInSoManyWords() {
    assertRefused("{}", "all: true recalls every result");
    assertRefused("{\"dryRun\": false}", "all: true recalls every result");
    assertRefused("{\"all\": true, \"edit\": \"remove-edema\"}", "$.all");
    JsonObject recall = json(api.post("/prism/recall", "{\"all\": true, \"dryRun\": false}"));
    assertFalse(recall.getBoolean("dryRun"));
    assertTrue(recall.getJsonObject("criterion").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"pack\": \"ab12\"}",
        "{\"edit\": \" \"}",
        "{\"from\": \"yesterday\"}",
        "{\"from\": \"2026-02-02\", \"to\": \"2026-02-01\"}",
        "{\"study\": \"1.2.3\"}"
      })
  void whatNamesNoResultsIsRefused(String body) {
    assertRefused(body, "$.");
  }

  private void assertRefused(String body, String reason) {
    RestAnswer answer = api.post("/prism/recall", body);
    assertEquals(400, answer.status());
    assertTrue(answer.body().contains(reason), answer.body());
  }
}
