// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The bench of the queue on few tasks; its figures are shown, and only their kind is asserted. */
class BenchQueueCommandTest {

  @TempDir private Path folder;

  @Test
  void bothDatabasesAreFilledLookedAtAndPruned() throws Exception {
    Path json = folder.resolve("figures.json");
    StringWriter printed = new StringWriter();
    CommandLine command = Benches.commandLine();
    command.setOut(new PrintWriter(printed, true));
    command.setErr(new PrintWriter(printed, true));
    int status = command.execute("bench", "queue", "--tasks", "2000", "--json", json.toString());
    assertEquals(0, status, printed::toString);
    try (JsonReader reader = Json.createReader(Files.newBufferedReader(json))) {
      JsonObject figures = reader.readObject();
      for (String database : List.of("sqlite", "postgresql")) {
        JsonObject of = figures.getJsonObject(database);
        assertEquals(2000, of.getInt("tasks"));
        // Those that wait or run are left of the oldest 800.
        assertEquals(784, of.getInt("pruned"), 8);
        JsonObject failed = of.getJsonObject("answers").getJsonObject("failed tasks");
        assertTrue(failed.getJsonNumber("medianMilliseconds").doubleValue() > 0);
      }
    }
    assertTrue(printed.toString().contains("counted anew"), printed::toString);
  }
}
