// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DicomBenchTest {

  @TempDir private Path folder;

  @Test
  void aSmallFilmGoesTheWholeWayOfBothAndTheRatioIsTold() throws Exception {
    StringWriter shown = new StringWriter();
    Path file = folder.resolve("figures.json");
    new DicomBench(300, 250, 1, 2, new PrintWriter(shown)).run(Optional.of(file));
    try (JsonReader reader = Json.createReader(Files.newInputStream(file))) {
      JsonObject figures = reader.readObject();
      double java = figures.getJsonNumber("javaSeconds").doubleValue();
      double dcmconv = figures.getJsonNumber("dcmconvSeconds").doubleValue();
      assertTrue(java > 0 && dcmconv > 0, figures::toString);
      assertEquals(java / dcmconv, figures.getJsonNumber("javaOverDcmconv").doubleValue(), 1e-9);
    }
    assertTrue(shown.toString().contains("over dcmconv"), shown::toString);
  }
}
