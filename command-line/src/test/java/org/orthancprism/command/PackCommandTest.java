// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.Installation;
import org.orthancprism.models.fixture.TinyStableDiffusion;
import picocli.CommandLine;

/** Packs made of a tiny Stable Diffusion 1.x, verified with a real edit, and listed. */
class PackCommandTest {

  private static final Path GOLDEN = Path.of("../models/src/test/resources/golden");

  @TempDir private Path folder;
  private StringWriter printed = new StringWriter();
  private Path base;

  @BeforeEach
  void writeModel() throws IOException {
    System.setProperty(Installation.HOME, Path.of("..").toAbsolutePath().normalize().toString());
    base = TinyStableDiffusion.write(folder.resolve("stable-diffusion-v1-5"));
  }

  @AfterEach
  void notAtHome() {
    System.clearProperty(Installation.HOME);
  }

  private int run(String... arguments) {
    printed = new StringWriter();
    CommandLine command = PrismCommand.commandLine();
    command.setOut(new PrintWriter(printed, true));
    command.setErr(new PrintWriter(printed, true));
    return command.execute(arguments);
  }

  @Test
  void verificationSaysWhatItCheckedInALineEach() {
    Path pack = folder.resolve("pack");
    assertEquals(0, run("pack", "import", "--base", base.toString(), "--out", pack.toString()));
    assertTrue(printed.toString().contains("linking unet.safetensors"), printed::toString);
    assertEquals(0, run("pack", "verify", pack.toString()), printed::toString);
    List<String> checks = printed.toString().lines().filter(l -> l.startsWith("ok  ")).toList();
    assertEquals(7, checks.size(), printed::toString);
    assertTrue(checks.get(6).contains("remove-enlarged-cardiomediastinum"), checks::toString);
  }

  @Test
  void anAlteredPackIsOneLineAndAStatusThatIsNotZero() throws Exception {
    Path pack = folder.resolve("pack");
    run("pack", "import", "--base", base.toString(), "--out", pack.toString(), "--weights", "copy");
    Path unet = pack.resolve("unet.safetensors");
    byte[] bytes = Files.readAllBytes(unet);
    bytes[bytes.length / 2] ^= 1;
    Files.write(unet, bytes);
    assertEquals(1, run("pack", "verify", pack.toString()));
    List<String> faults = printed.toString().lines().filter(l -> l.startsWith("prism: ")).toList();
    assertEquals(1, faults.size(), printed::toString);
    assertTrue(faults.get(0).contains("unet.safetensors was altered"), printed::toString);
    assertFalse(printed.toString().contains("\tat "), printed::toString);
  }

  @Test
  void theProjectsPacksAreListedUnlessOthersAreNamed() {
    assertEquals(0, run("pack", "list"), printed::toString);
    assertTrue(printed.toString().contains("image-conditioned"), printed::toString);
    assertEquals(1, run("pack", "list", base.toString()));
    assertTrue(printed.toString().startsWith("prism: there is no pack in"), printed::toString);
  }

  @Test
  void anImportThatIsEndedHalfwayLeavesNothingBehind() throws Exception {
    Path out = Files.createDirectory(folder.resolve("packs")).resolve("pack");
    Process program =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                StalledPrism.class.getName(),
                "unet.safetensors",
                "pack",
                "import",
                "--base",
                base.toString(),
                "--out",
                out.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader words = program.inputReader()) {
      assertEquals(StalledPrism.STALLED, words.readLine());
      assertEquals(1, files(out.getParent()).size(), "what is half done");
      program.toHandle().destroy();
      program.waitFor();
    } finally {
      program.destroyForcibly();
    }
    assertEquals(List.of(), files(out.getParent()));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void wrongUsageIsToldFromFailure() {
    assertEquals(2, run("pack", "import", "--base", base.toString()));
    assertEquals(2, run("pack", "import", "--precision", "int8", "--base", ".", "--out", "x"));
    assertTrue(printed.toString().contains("int8"), printed::toString);
    assertEquals(
        2, run("pack", "import", "--base", ".", "--out", "x", "--classifier-labels", "Edema"));
    assertEquals(
        2, run("pack", "import", "--base", ".", "--out", "x", "--lora", "a.safetensors:NaN"));
    assertEquals(0, run("pack", "import", "--help"));
    assertTrue(printed.toString().contains("--classifier-labels"), printed::toString);
  }
}
