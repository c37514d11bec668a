// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.orthancprism.logging.RecentLog;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;

/** Sends requests, and holds each answer against the description that the API serves of itself. */
final class DescribedApi {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final RecordingHost host;
  private final RecentLog log;
  private final JsonNode description;

  /** What was asked and answered, as method and path of the description. */
  private final Set<String> answered;

  private DescribedApi(RecordingHost host, RecentLog log, Set<String> answered) {
    this.host = host;
    this.log = log;
    this.description = read(host.routes.answer(RestRequest.get("/prism/openapi.json")).body());
    this.answered = answered;
  }

  /**
   * That of a plugin at work in a host of its own.
   *
   * @param storage the host's folder
   * @param answered is told what was asked
   */
  static DescribedApi entered(Path storage, Set<String> answered) {
    return entered(storage, Path.of("/packs/nowhere"), answered);
  }

  /** The same, with a pack. */
  static DescribedApi entered(Path storage, Path pack, Set<String> answered) {
    return entered(RecordingHost.enabled(storage, pack), answered);
  }

  /** The same in a host whose configuration is of the test's choice. */
  static DescribedApi entered(RecordingHost host, Set<String> answered) {
    RecentLog log = new RecentLog(host, Clock.systemUTC(), 10);
    Prism.enter(host, log, Clock.systemUTC());
    return new DescribedApi(host, log, answered);
  }

  RecordingHost host() {
    return host;
  }

  RecentLog log() {
    return log;
  }

  /** All methods and paths that are described. */
  Set<String> described() {
    Set<String> described = new TreeSet<>();
    description
        .get("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> described.add(method + " " + path.getKey())));
    return described;
  }

  RestAnswer send(
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

  RestAnswer get(String path) {
    return send("GET", path, Map.of(), "", "");
  }

  RestAnswer post(String path, String body) {
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
    answered.add(operation + " " + template);
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
}
