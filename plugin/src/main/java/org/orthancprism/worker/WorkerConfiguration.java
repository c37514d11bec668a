// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;

/**
 * What the worker is told on its standard input: one line of JSON, so that the token is in no list
 * of processes and no file.
 *
 * @param orthancUrl Orthanc's REST API
 * @param authorization value of the header Authorization that Orthanc takes for its plugin's own
 * @param queueUrl JDBC URL of the queue
 * @param pack folder of the pack
 * @param edits names of the edits that each film gets
 */
public record WorkerConfiguration(
    URI orthancUrl, String authorization, String queueUrl, Path pack, List<String> edits) {

  public WorkerConfiguration {
    Objects.requireNonNull(orthancUrl, "orthancUrl");
    Objects.requireNonNull(authorization, "authorization");
    Objects.requireNonNull(queueUrl, "queueUrl");
    Objects.requireNonNull(pack, "pack");
    edits = List.copyOf(edits);
  }

  /** One line of JSON, without line break. */
  public String toLine() {
    return Json.createObjectBuilder()
        .add("OrthancUrl", orthancUrl.toString())
        .add("Authorization", authorization)
        .add("QueueUrl", queueUrl)
        .add("Pack", pack.toString())
        .add("Edits", Json.createArrayBuilder(edits))
        .build()
        .toString();
  }

  /** Reads what {@link #toLine} wrote. */
  public static WorkerConfiguration ofLine(String line) throws ConfigurationException {
    Section section = Section.root(object(line));
    return new WorkerConfiguration(
        URI.create(section.requiredText("OrthancUrl")),
        section.requiredText("Authorization"),
        section.requiredText("QueueUrl"),
        Path.of(section.requiredText("Pack")),
        section.texts("Edits"));
  }

  private static JsonObject object(String line) throws ConfigurationException {
    try (JsonReader reader = Json.createReader(new StringReader(line))) {
      return reader.readObject();
    } catch (JsonException e) {
      throw new ConfigurationException(
          "$", "the worker expects one line of JSON on its standard input, as the plugin sends it");
    }
  }

  /** Without the authorization, which belongs in no log. */
  @Override
  public String toString() {
    return "WorkerConfiguration[" + orthancUrl + ", " + queueUrl + ", " + pack + ", " + edits + "]";
  }
}
