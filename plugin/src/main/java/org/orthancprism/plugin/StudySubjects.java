// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.request.EditRegion;
import org.orthancprism.rest.Problem;
import org.orthancprism.rules.Subject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from Orthanc what the rules are asked about: the instances of a study that may be films.
 */
final class StudySubjects {

  /** Synthetic Data (PS3.3 C.12.1.1.1), which no output of ours lacks. */
  private static final String SYNTHETIC_DATA = "0008,001c";

  /** No study of films has more; of one that does, these represent all. */
  private static final int MOST_INSTANCES = 200;

  private static final Logger LOG = LoggerFactory.getLogger(StudySubjects.class);

  private static final DateTimeFormatter RECEPTION =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

  private final OrthancHost host;
  private final FilmSelector selector;

  /**
   * @param selector decides which series may hold films
   */
  StudySubjects(OrthancHost host, FilmSelector selector) {
    this.host = host;
    this.selector = selector;
  }

  /**
   * The instances of a study.
   *
   * @throws Problem 404 where Orthanc does not hold it
   */
  List<Subject> of(String studyId) {
    List<Subject> subjects = new ArrayList<>();
    for (JsonValue one : value("/studies/" + studyId + "/series", studyId).asJsonArray()) {
      JsonObject series = one.asJsonObject();
      String modality = series.getJsonObject("MainDicomTags").getString("Modality", "");
      if (selector.selectSeries(modality).isEmpty()) {
        for (JsonString instance : series.getJsonArray("Instances").getValuesAs(JsonString.class)) {
          if (subjects.size() < MOST_INSTANCES) {
            addReadable(instance.getString(), studyId, subjects);
          }
        }
      }
    }
    return subjects;
  }

  /**
   * Makes sure that a region lies on an instance of a study.
   *
   * @throws Problem 400 where it does not
   */
  void requireFilm(String studyId, EditRegion region) {
    String instance = "/instances/" + region.instance();
    JsonObject study = image(instance + "/study");
    if (!study.getString("ID", "").equals(studyId)) {
      throw noImage();
    }
    JsonObject tags = image(instance + "/simplified-tags");
    int rows = pixels(tags, "Rows");
    int columns = pixels(tags, "Columns");
    if (!region.fits(rows, columns)) {
      throw Problem.badRequest(
          "$.region: goes beyond the film of " + columns + " columns and " + rows + " rows");
    }
  }

  private JsonObject image(String uri) {
    return found(uri).map(JsonValue::asJsonObject).orElseThrow(StudySubjects::noImage);
  }

  private static Problem noImage() {
    return Problem.badRequest("$.region.instance: is no image of this study");
  }

  private static int pixels(JsonObject tags, String side) {
    try {
      return Integer.parseInt(tags.getString(side, "").strip());
    } catch (NumberFormatException e) {
      throw noImage();
    }
  }

  /** One that Orthanc's answer makes unreadable, such as by very deep sequences, is no film. */
  private void addReadable(String instanceId, String studyId, List<Subject> subjects) {
    try {
      add(instanceId, studyId, subjects);
    } catch (OrthancHostException e) {
      LOG.warn("Instance {}: no rule can be asked about it: {}", instanceId, e.getMessage());
    }
  }

  private void add(String instanceId, String studyId, List<Subject> subjects) {
    JsonObject tags = value("/instances/" + instanceId + "/tags", studyId).asJsonObject();
    if (values(tags.getOrDefault(SYNTHETIC_DATA, JsonValue.NULL)).contains("YES")) {
      return;
    }
    Map<String, List<String>> attributes = new HashMap<>();
    tags.forEach(
        (tag, content) -> {
          List<String> values = values(content);
          attributes.put(tag, values);
          attributes.put(content.asJsonObject().getString("Name", tag), values);
        });
    JsonObject metadata =
        value("/instances/" + instanceId + "/metadata?expand", studyId).asJsonObject();
    subjects.add(
        new Subject(
            instanceId,
            attributes,
            metadata.getString("RemoteAET", ""),
            metadata.getString("Origin", "Unknown"),
            received(metadata.getString("ReceptionDate", ""))));
  }

  /** A sequence counts as one value, so that its presence can be asked for. */
  private static List<String> values(JsonValue content) {
    if (!(content instanceof JsonObject object)) {
      return List.of();
    }
    return object.get("Value") instanceof JsonString text
        ? List.of(text.getString().split("\\\\", -1))
        : object.get("Value") == JsonValue.NULL ? List.of() : List.of("sequence");
  }

  /** Orthanc writes universal time. */
  private static Instant received(String text) {
    try {
      return LocalDateTime.parse(text, RECEPTION).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private JsonValue value(String uri, String studyId) {
    return found(uri)
        .orElseThrow(
            () ->
                Problem.notFound("Orthanc does not hold the study " + studyId + ", or no longer."));
  }

  /** Empty where Orthanc does not hold it. */
  private Optional<JsonValue> found(String uri) {
    byte[] answer;
    try {
      answer = host.get(uri);
    } catch (OrthancHostException e) {
      return Optional.empty();
    }
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(answer))) {
      return Optional.of(reader.readValue());
    } catch (JsonException e) {
      throw new OrthancHostException("Orthanc's answer to " + uri + " is no JSON", e);
    } catch (RuntimeException e) {
      // Parsson has no exception of its own for what is nested too deep.
      throw new OrthancHostException("Orthanc's answer to " + uri + " is nested too deep", e);
    }
  }
}
