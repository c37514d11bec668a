// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.fixture.PhantomFilms;
import org.orthancprism.command.model.ModelAddress;
import org.orthancprism.command.server.Installation;
import org.orthancprism.models.fixture.QuickDefaultPack;
import org.orthancprism.models.fixture.TinyPacks;
import picocli.CommandLine;

/** The command with a real editor and a real, if untrained, classifier. */
class AuditCommandTest {

  private static final String EDITS = "remove-support-devices,remove-pleural-effusion";

  @TempDir private static Path folder;
  private static Path pack;
  private static Path films;
  private static Path model;

  private final StringWriter printed = new StringWriter();

  @BeforeAll
  static void make() throws Exception {
    pack = QuickDefaultPack.write(folder.resolve("pack"));
    films = PhantomFilms.draw(folder.resolve("films"), 3);
    model = folder.resolve("tube.onnx");
    try (InputStream onnx = ModelAddress.class.getResourceAsStream("corner.onnx")) {
      Files.copy(Objects.requireNonNull(onnx, "corner.onnx"), model);
    }
    Files.writeString(
        folder.resolve("tube.json"),
        "{\"labels\": [\"Edema\", \"Fracture\"], \"size\": 32, \"range\": [0, 1],"
            + " \"activation\": \"none\"}");
  }

  @BeforeEach
  void atHome() {
    System.setProperty(Installation.HOME, Path.of("..").toAbsolutePath().normalize().toString());
  }

  @AfterEach
  void notAtHome() {
    System.clearProperty(Installation.HOME);
  }

  private int run(String... arguments) {
    CommandLine command = PrismCommand.commandLine();
    command.setOut(new PrintWriter(printed, true));
    command.setErr(new PrintWriter(printed, true));
    return command.execute(arguments);
  }

  private String[] audit(Path out) {
    return new String[] {
      "audit",
      films.toString(),
      "--pack",
      pack.toString(),
      "--edits",
      EDITS,
      "--model",
      "tube=" + model,
      "--out",
      out.toString()
    };
  }

  @Test
  void aKilledAuditGoesOnAndEndsAsIfItHadNotBeenKilled() throws Exception {
    Path whole = folder.resolve("whole");
    assertEquals(0, run(audit(whole)), printed::toString);
    Path out = folder.resolve("killed");
    killAtItsSecondFilm(audit(out));
    long written = Files.readAllLines(out.resolve("journal.jsonl")).size();
    assertEquals(2 * 3, written, "two edits of a film, each with the answers of two models");
    assertEquals(0, run(audit(out)), printed::toString);
    assertTrue(printed.toString().contains("known from before: 1 of 3"), printed::toString);
    for (String file : List.of("effects.csv", "effects.json", "journal.jsonl")) {
      assertEquals(-1, Files.mismatch(whole.resolve(file), out.resolve(file)), file);
    }
  }

  /** In a process of its own, killed as soon as it says that it has begun with its second film. */
  private static void killAtItsSecondFilm(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Djava.awt.headless=true",
                "-D" + Installation.HOME + "=" + System.getProperty(Installation.HOME),
                "-cp",
                System.getProperty("java.class.path"),
                PrismCommand.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.contains("film 2 of 3")) {
        line = out.readLine();
      }
      process.destroyForcibly().waitFor();
      assertTrue(line != null, "the audit ended before its second film");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aPackWithoutClassifierIsRefusedInOneLineThatSaysWhy() throws Exception {
    String unjudged = TinyPacks.inversion(folder.resolve("unjudged"), 2, 2).toString();
    String out = folder.resolve("none").toString();
    assertEquals(1, run("audit", films.toString(), "--pack", unjudged, "--out", out));
    assertEquals(1, printed.toString().lines().count(), printed::toString);
    assertTrue(printed.toString().contains("has no classifier"), printed::toString);
  }

  @Test
  void anEditThatIsNotKnownIsRefusedWithThoseThereAre() {
    assertEquals(
        1,
        run(
            "audit",
            films.toString(),
            "--pack",
            pack.toString(),
            "--edits",
            "remove-pacemaker",
            "--out",
            folder.resolve("none").toString()));
    assertTrue(printed.toString().contains("remove-support-devices"), printed::toString);
  }

  @Test
  void aModelThatIsNotThereIsRefusedInOneLine() {
    String out = folder.resolve("none").toString();
    String[] audit = {"audit", films.toString(), "--pack", pack.toString(), "--out", out};
    String[] wrong = Arrays.copyOf(audit, audit.length + 2);
    wrong[audit.length] = "--model";
    wrong[audit.length + 1] = "mine=none.onnx";
    assertEquals(1, run(wrong));
    assertTrue(
        printed.toString().contains("the model mine: there is no file or folder none.onnx"),
        printed::toString);
    wrong[audit.length + 1] = "none.onnx";
    assertEquals(2, run(wrong));
    assertTrue(printed.toString().contains("NAME=ADDRESS, not none.onnx"), printed::toString);
  }

  @Test
  void anAuditNeedsAPlaceForItsResults() {
    assertEquals(2, run("audit", films.toString()));
    assertTrue(printed.toString().contains("--out"), printed::toString);
  }
}
