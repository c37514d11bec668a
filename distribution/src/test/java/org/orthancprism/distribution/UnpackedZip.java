// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.command.server.ServerSettings;

/**
 * The zip where somebody unpacked it.
 *
 * @param folder what stands for {@code /opt/orthanc-prism}
 */
record UnpackedZip(Path folder) {

  static UnpackedZip in(Path folder) {
    return new UnpackedZip(folder);
  }

  /** A file of the zip, with the folder's name in place of {@code /opt/orthanc-prism}. */
  JsonObject json(String name) throws IOException {
    String text = Files.readString(folder.resolve(name));
    try (JsonReader reader =
        Json.createReader(
            new StringReader(text.replace("/opt/orthanc-prism", folder.toString())))) {
      return reader.readObject();
    }
  }

  /**
   * Debian's Orthanc as the configuration that is to be copied says, but for the folders and ports
   * that belong to the machine's own Orthanc.
   */
  ServerSettings settings(Path server) throws IOException {
    JsonObject configuration = json("orthanc-config/debian/orthanc.json");
    List<Path> plugins =
        configuration.getJsonArray("Plugins").getValuesAs(JsonString.class).stream()
            .map(library -> Path.of(library.getString()))
            .toList();
    JsonObject sections =
        Json.createObjectBuilder()
            .add("Java", configuration.getJsonObject("Java"))
            .add("Prism", configuration.getJsonObject("Prism"))
            .build();
    return new ServerSettings(
        server,
        server.resolve("orthanc.log"),
        plugins,
        Duration.ofSeconds(2),
        Optional.empty(),
        sections,
        Map.of());
  }
}
