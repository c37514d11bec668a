// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pack of the tests with a classifier of findings: its own, or a tiny one of random weights.
 */
final class JudgedPack {

  private static final String WEIGHTS = "classifier.safetensors";
  private static final Path TINY =
      Checkout.ROOT.resolve("models/src/test/resources/golden").resolve(WEIGHTS);

  /** What the tiny classifier is said to tell apart; the fourth output stands for nothing. */
  private static final List<String> LABELS =
      List.of("Support Devices", "Pleural Effusion", "Cardiomegaly", "", "Edema");

  private JudgedPack() {}

  /** Makes the pack in a folder, or gives that of the tests where it has a classifier itself. */
  static Path in(Path folder) throws IOException {
    Path own = Checkout.INSTALLATION.pack();
    JsonObject manifest = manifest(own);
    if (manifest.containsKey("classifier")) {
      return own;
    }
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(own)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Files.copy(TINY, folder.resolve(WEIGHTS));
    JsonObjectBuilder described =
        Json.createObjectBuilder(manifest)
            .add(
                "classifier",
                Json.createObjectBuilder()
                    .add("labels", Json.createArrayBuilder(LABELS))
                    .add("resolution", 64)
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
                            .add("weights", WEIGHTS)))
            .add(
                "files",
                Json.createObjectBuilder(manifest.getJsonObject("files"))
                    .add(WEIGHTS, sha256(Files.readAllBytes(TINY))));
    Files.writeString(folder.resolve("pack.json"), described.build().toString());
    return folder;
  }

  private static JsonObject manifest(Path pack) throws IOException {
    String text = Files.readString(pack.resolve("pack.json"), StandardCharsets.UTF_8);
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
