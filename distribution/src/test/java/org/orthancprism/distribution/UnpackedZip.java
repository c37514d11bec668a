// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
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

  /** An Orthanc with the sections that are to be copied, and with folders and ports of its own. */
  ServerSettings settings(Path server) throws IOException {
    List<Path> plugins =
        List.of(
            folder.resolve("libOrthancPrismHost.so"),
            Path.of("/usr/share/orthanc/plugins/libOrthancGdcm.so"));
    JsonObject sections = json("orthanc-config/debian/prism.json");
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
