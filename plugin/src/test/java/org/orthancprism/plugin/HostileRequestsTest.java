// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;

/** What somebody sends who means no good, to every route there is. */
class HostileRequestsTest {

  private static final String STUDY = "abae0b24-5a718d9e-1b560140-2cda3ae0-30b846cb";

  @TempDir Path storage;
  private DescribedApi api;

  @BeforeEach
  void enter() {
    api = DescribedApi.entered(storage, new TreeSet<>());
    api.host().answers.put("/studies/" + STUDY, "{}");
  }

  /** All methods and paths of the description, with an identifier where one belongs. */
  private List<String[]> routes(String method) {
    return api.described().stream()
        .map(operation -> operation.replace("{id}", STUDY).split(" ", 2))
        .filter(operation -> operation[0].equals(method))
        .toList();
  }

  private RestAnswer send(String path, byte[] body) {
    return api.host()
        .routes
        .answer(
            new RestRequest(
                "POST", path, Map.of(), Map.of("content-type", "application/json"), body));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> hostileBodies() {
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    bodies.put("nested deep", utf8("{\"reason\":" + "[".repeat(40) + "]".repeat(40) + "}"));
    bodies.put("deeper than the parser's limit", utf8("{\"a\":" + "[".repeat(1500)));
    bodies.put("deeper than the stack", utf8("[".repeat(500_000)));
    bodies.put("objects within objects", utf8("{\"a\":".repeat(1500) + "1" + "}".repeat(1500)));
    bodies.put("a thousand digits", utf8("{\"seed\": " + "7".repeat(1000) + "}"));
    bodies.put("more digits than the parser takes", utf8("{\"seed\": " + "7".repeat(5000) + "}"));
    bodies.put("a thousand decimals", utf8("{\"a\": [0." + "3".repeat(1000) + "]}"));
    bodies.put("an exponent beyond all", utf8("{\"seed\": 1e99999999999}"));
    bodies.put("a name twice", utf8("{\"dryRun\": true, \"dryRun\": false}"));
    bodies.put("a name twice further in", utf8("{\"a\": {\"b\": 1, \"b\": 2}}"));
    bodies.put("no UTF-8", new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'});
    bodies.put("UTF-16", "{\"reason\": \"x\"}".getBytes(StandardCharsets.UTF_16));
    bodies.put("half a surrogate pair", utf8("{\"reason\": \"\\ud800\"}"));
    bodies.put("U+0000", utf8("{\"reason\": \"\\u0000\"}"));
    bodies.put("two documents", utf8("{} {}"));
    bodies.put("no end", utf8("{\"reason\": \"x"));
    bodies.put("no object", utf8("null"));
    return bodies;
  }

  @Test
  void aBodyThatIsNoReasonableJsonIsABadRequestOnEveryRoute() {
    List<String[]> routes = routes("post");
    assertTrue(routes.size() >= 8);
    for (String[] route : routes) {
      hostileBodies()
          .forEach(
              (what, body) -> {
                RestAnswer answer = send(route[1], body);
                assertEquals(400, answer.status(), route[1] + " takes " + what + answer.body());
                assertTrue(answer.body().contains("\"detail\":\""), answer.body());
              });
    }
  }

  @Test
  void theReasonSaysWhatIsWrongWithTheBody() {
    Map<String, byte[]> bodies = hostileBodies();
    Map.of(
            "nested deep", "nested more than 32 deep",
            "a thousand digits", "number of more than 40 characters",
            "more digits than the parser takes", "number of more than 40 characters",
            "a name twice", "Duplicate key 'dryRun'",
            "no UTF-8", "not in UTF-8",
            "half a surrogate pair", "surrogate")
        .forEach(
            (what, reason) -> {
              String answer = send("/prism/queue/pause", bodies.get(what)).body();
              assertTrue(answer.contains(reason), answer);
            });
  }

  @Test
  void aBodyWithAByteOrderMarkIsTaken() {
    assertEquals(200, send("/prism/queue/pause", utf8("\ufeff{\"reason\": \"x\"}")).status());
  }

  @Test
  void aParameterThatNoDatabaseTakesIsABadRequest() {
    for (String path : List.of("/prism/tasks", "/prism/audit", "/prism/effects", "/prism/log")) {
      for (String value : List.of("a\0b", "\u001b[2J", "x".repeat(1001))) {
        for (String name : List.of("study", "after", "pack", "before")) {
          assertEquals(400, api.send("GET", path, Map.of(name, value), "", "").status(), path);
        }
      }
    }
  }

  /** Whatever is put into a path of Orthanc's would be asked with the plugin's own rights. */
  @Test
  void nothingButAnIdentifierOfOrthancsReachesItsApi() {
    for (String id :
        List.of(
            "..",
            "../../tools/reset?",
            "..%2F..%2Ftools%2Freset%3F",
            STUDY + "/../../tools/reset",
            STUDY + "?a",
            STUDY.toUpperCase(java.util.Locale.ROOT),
            STUDY + "\n",
            "-----",
            "abc",
            "a".repeat(44))) {
      String path = "/prism/studies/" + id + "/counterfactuals";
      assertEquals(404, send(path, utf8("{\"edits\": [\"remove-edema\"]}")).status(), id);
      String quoted = jakarta.json.Json.createValue(id).toString();
      assertEquals(400, send("/prism/rules/test", utf8("{\"study\":" + quoted + "}")).status(), id);
      assertEquals(
          400, send("/prism/backfill", utf8("{\"studies\":[" + quoted + "]}")).status(), id);
    }
    assertEquals(List.of(), api.host().asked);
  }

  @Test
  void noAnswerIsKeptByWhateverIsBetweenOrthancAndTheReader() {
    for (String[] route : routes("get")) {
      assertEquals(
          "no-store",
          api.host().routes.answer(RestRequest.get(route[1])).headers().get("Cache-Control"),
          route[1]);
    }
    for (String[] route : routes("post")) {
      assertEquals("no-store", send(route[1], utf8("{")).headers().get("Cache-Control"), route[1]);
    }
    for (String page : List.of("/prism/app/index.html", "/prism/app/main.js")) {
      assertEquals(
          "no-cache",
          api.host().routes.answer(RestRequest.get(page)).headers().get("Cache-Control"));
    }
  }
}
