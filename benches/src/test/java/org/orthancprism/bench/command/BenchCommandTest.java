// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.Installation;
import org.orthancprism.models.fixture.TinyPacks;
import picocli.CommandLine;

/** The whole bench on a tiny pack; its figures are shown, and only their kind is asserted. */
class BenchCommandTest {

  @TempDir private Path folder;
  private final StringWriter printed = new StringWriter();

  @BeforeEach
  void atHome() {
    System.setProperty(Installation.HOME, Path.of("..").toAbsolutePath().normalize().toString());
  }

  @AfterEach
  void notAtHome() {
    System.clearProperty(Installation.HOME);
  }

  private int run(String... arguments) {
    CommandLine command = Benches.commandLine();
    command.setOut(new PrintWriter(printed, true));
    command.setErr(new PrintWriter(printed, true));
    return command.execute(arguments);
  }

  @Test
  void itsFiguresAreWritten() throws Exception {
    Path json = folder.resolve("figures.json");
    Path pack = TinyPacks.unlimited(TinyPacks.inversion(folder.resolve("pack"), 2, 2));
    assertEquals(
        0,
        run(
            "bench",
            "engine",
            "--json",
            json.toString(),
            "--pack",
            pack.toString(),
            "--threads",
            "1"),
        printed::toString);
    JsonObject figures;
    try (JsonReader reader = Json.createReader(Files.newInputStream(json))) {
      figures = reader.readObject();
    }
    assertTrue(figures.getJsonNumber("peakMiB").doubleValue() > 50);
    for (JsonObject method : figures.getJsonArray("methods").getValuesAs(JsonObject.class)) {
      assertTrue(method.getJsonNumber("unetEvaluations").doubleValue() >= 3, method::toString);
      assertTrue(method.getJsonNumber("seconds").doubleValue() > 0, method::toString);
      assertTrue(method.getJsonNumber("ssimOutside").doubleValue() <= 1, method::toString);
    }
    assertFalse(figures.getJsonArray("methods").isEmpty());
    if (figures.isNull("javaOverPython")) {
      assertFalse(figures.getJsonObject("reasons").getString("javaOverPython").isEmpty());
    }
  }

  @Test
  void withoutAnyPackRandomWeightsTakeItsPlaceAndItSaysSo() {
    System.setProperty(Installation.HOME, folder.toString());
    assertEquals(0, run("bench", "engine", "--threads", "1"), printed::toString);
    assertTrue(printed.toString().contains("random weights"), printed::toString);
  }

  @Test
  void aPackOfAnotherKindIsRefusedWithTheReason() {
    assertEquals(1, run("bench", "engine", "--pack", "../models/packs/default"));
    assertTrue(printed.toString().contains("inversion"), printed::toString);
  }

  @Test
  void aPythonThatIsNotThereIsNamed() throws Exception {
    Path pack = TinyPacks.unlimited(TinyPacks.inversion(folder.resolve("pack"), 2, 2));
    assertEquals(
        1, run("bench", "engine", "--pack", pack.toString(), "--python", "/nowhere/python"));
    assertTrue(printed.toString().contains("/nowhere/python"), printed::toString);
  }
}
