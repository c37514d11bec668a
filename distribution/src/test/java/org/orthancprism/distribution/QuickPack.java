// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The project's default pack, working at a resolution that is soon done, with a tiny random
 * classifier in place of its own.
 */
final class QuickPack {

  private static final Path DEFAULT = Reader.ROOT.resolve("models/packs/default");
  private static final String CLASSIFIER = "classifier.safetensors";
  private static final int SIDE = 64;

  private QuickPack() {}

  static void in(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(DEFAULT)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    byte[] weights = Files.readAllBytes(Reader.GOLDEN.resolve(CLASSIFIER));
    Files.copy(
        Reader.GOLDEN.resolve(CLASSIFIER),
        folder.resolve(CLASSIFIER),
        StandardCopyOption.REPLACE_EXISTING);
    JsonObject manifest = Reader.json(folder.resolve("pack.json"));
    JsonArrayBuilder findings = Json.createArrayBuilder();
    for (JsonObject finding : manifest.getJsonArray("findings").getValuesAs(JsonObject.class)) {
      findings.add(Json.createObjectBuilder(finding).add("resolution", SIDE));
    }
    JsonObject judging =
        Json.createObjectBuilder(manifest)
            .add("findings", findings)
            .add(
                "classifier",
                Json.createObjectBuilder()
                    .add(
                        "labels",
                        Json.createArrayBuilder(
                            List.of("Support Devices", "Effusion", "Cardiomegaly", "", "Edema")))
                    .add("resolution", SIDE)
                    .add("range", Json.createArrayBuilder().add(-1024).add(1024)))
            .add(
                "modules",
                Json.createObjectBuilder(manifest.getJsonObject("modules"))
                    .add(
                        "classifier",
                        Json.createObjectBuilder()
                            .add("architecture", "densenet121")
                            .add(
                                "config",
                                Json.createObjectBuilder()
                                    .add("block_config", Json.createArrayBuilder(List.of(2, 3, 2))))
                            .add("weights", CLASSIFIER)))
            .add(
                "files",
                Json.createObjectBuilder(manifest.getJsonObject("files"))
                    .add(CLASSIFIER, sha256(weights)))
            .build();
    Files.writeString(folder.resolve("pack.json"), judging.toString());
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
