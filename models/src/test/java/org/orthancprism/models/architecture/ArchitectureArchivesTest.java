// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The archives in the jar were built from the sources in {@code models/architecture}. */
class ArchitectureArchivesTest {

  private static final Path SOURCES = Path.of("architecture");

  @ParameterizedTest
  @ValueSource(
      strings = {"clip_text", "unet_2d_condition", "autoencoder_kl", "clip_vision", "densenet121"})
  void anArchiveIsAsNewAsItsSources(String name) throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (String source : List.of("weightless", "attention_control", name)) {
      digest.update(Files.readAllBytes(SOURCES.resolve(source + ".py")));
    }
    assertEquals(
        HexFormat.of().formatHex(digest.digest()),
        new String(resource(name + ".sources.sha256"), StandardCharsets.US_ASCII).strip(),
        name + ".pt is older than its sources: run models/architecture/build.py");
  }

  /** Compares digests, and the compiled code too where that Python has torch. */
  @Test
  void thePythonAtHandAgrees() throws IOException, InterruptedException {
    Path training = Path.of("../.prism/training/bin/python");
    String python = Files.isExecutable(training) ? training.toString() : "python3";
    Process check =
        new ProcessBuilder(python, SOURCES.resolve("build.py").toString(), "--check")
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, check.waitFor(), said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"clip_text", "unet_2d_condition", "autoencoder_kl", "clip_vision", "densenet121"})
  void anArchiveCarriesCodeAndNoWeights(String name) throws IOException {
    assertTrue(resource(name + ".pt").length < 32_768, name + ".pt is too large to be code alone");
  }

  private static byte[] resource(String name) throws IOException {
    String path = "/org/orthancprism/models/architecture/" + name;
    try (InputStream stream = ArchitectureArchivesTest.class.getResourceAsStream(path)) {
      return stream.readAllBytes();
    }
  }
}
