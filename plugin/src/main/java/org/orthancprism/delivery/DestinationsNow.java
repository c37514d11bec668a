// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.delivery;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Where results are sent to, and whether Orthanc knows it by its name at this moment. */
public final class DestinationsNow {

  private static final String DICOMWEB = "dicom-web";

  private final Function<String, byte[]> orthanc;
  private final Destinations destinations;

  /**
   * @param orthanc answers GET requests, also those for paths of plugins
   * @param destinations where results are sent to
   */
  public DestinationsNow(Function<String, byte[]> orthanc, Destinations destinations) {
    this.orthanc = orthanc;
    this.destinations = destinations;
  }

  /**
   * One object a destination, in their order: {@code name}, and {@code problem} with what to do
   * where Orthanc does not know it.
   */
  public JsonArrayBuilder json() {
    JsonArrayBuilder array = Json.createArrayBuilder();
    Map<String, List<String>> asked = new HashMap<>();
    DestinationNames<RuntimeException> known =
        new DestinationNames<>(path -> asked.computeIfAbsent(path, this::names));
    for (String destination : destinations.names()) {
      JsonObjectBuilder json = Json.createObjectBuilder().add("name", destination);
      try {
        known.route(destination);
      } catch (UnknownDestination e) {
        json.add("problem", String.valueOf(e.getMessage()));
      }
      array.add(json);
    }
    return array;
  }

  /** Orthanc logs an error for a path that it lacks, as those of plugins that are not there. */
  private List<String> names(String path) {
    if (path.startsWith("/" + DICOMWEB + "/")) {
      return list("/plugins").contains(DICOMWEB) ? list(path) : List.of();
    }
    return list(path);
  }

  private List<String> list(String path) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(orthanc.apply(path)))) {
      JsonArray names = reader.readArray();
      return names.getValuesAs(JsonString::getString);
    }
  }
}
