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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.fixture.TinyStableDiffusion;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.server.HubServer;
import org.orthancprism.server.ServedModel;
import picocli.CommandLine;

/** From a name to a pack, by the command as users run it. */
class PackFetchCommandTest {

  private static final String UNET = "unet/diffusion_pytorch_model.safetensors";

  @TempDir private Path folder;
  private StringWriter printed = new StringWriter();
  private HubServer server;
  private ServedModel model;
  private Path recipes;

  @BeforeEach
  void publish() throws IOException {
    server = HubServer.start();
    Path base = TinyStableDiffusion.write(folder.resolve("published"));
    model = server.publish("lab/tiny", base);
    Path unet = Files.createDirectories(folder.resolve("published-unet"));
    Files.copy(base.resolve(UNET), unet.resolve("model.safetensors"));
    server.publish("lab/prism", unet);
    recipes = folder.resolve("recipes.json");
    Files.writeString(
        recipes,
        """
        {"prism": {"about": "Tiny.", "licence": "MIT", "base": {"model": "lab/tiny"},
                   "unet": {"model": "lab/prism", "file": "model.safetensors"}}}
        """);
  }

  @AfterEach
  void end() {
    server.close();
  }

  private Path out() {
    return folder.resolve("packs").resolve("prism");
  }

  private List<String> line(String... more) {
    List<String> line =
        new ArrayList<>(
            List.of("pack", "fetch", "--endpoint", server.address().toString(), "--out"));
    line.add(out().toString());
    line.addAll(List.of(more));
    return line;
  }

  private int run(List<String> line) {
    printed = new StringWriter();
    CommandLine command = PrismCommand.commandLine();
    command.setOut(new PrintWriter(printed, true));
    command.setErr(new PrintWriter(printed, true));
    return command.execute(line.toArray(String[]::new));
  }

  private int fetch(String... more) {
    return run(line(more));
  }

  @Test
  void aRecipeBecomesAPackThatIsWholeAndSaysWhatItsWeightsAreUnder() throws Exception {
    assertEquals(0, fetch("prism", "--recipes", recipes.toString(), "--yes"), printed::toString);
    Pack pack = Pack.load(out());
    assertEquals("prism", pack.name());
    assertEquals("MIT", pack.manifest().licence());
    assertTrue(printed.toString().contains("fetching tiny/vae/"), printed::toString);
    assertTrue(printed.toString().contains("digest " + pack.digest()), printed::toString);
    Path downloads = out().resolveSibling("downloads");
    assertTrue(
        out().resolve("unet.safetensors").toRealPath().startsWith(downloads.resolve("lab--prism")));
    assertFalse(server.served().contains(UNET), "the base's own UNet");
  }

  @Test
  void theSizeIsToldAndNothingIsFetchedWhereNobodyCanBeAsked() {
    assertEquals(1, fetch("hf:lab/tiny"));
    assertTrue(printed.toString().contains(" MB in all"), printed::toString);
    assertTrue(printed.toString().contains("add --yes"), printed::toString);
    assertEquals(List.of(), server.served());
  }

  @Test
  void aLicenceThatThePageWantsAcceptedIsAskedForAndKept() throws Exception {
    model.gate("cc-by-nc-4.0");
    assertEquals(1, fetch("hf:lab/tiny", "--yes"));
    assertTrue(printed.toString().contains("add --accept-licence"), printed::toString);
    assertTrue(printed.toString().contains(server.address() + "/lab/tiny"), printed::toString);
    assertEquals(List.of(), server.served());
    assertEquals(0, fetch("hf:lab/tiny", "--yes", "--accept-licence"), printed::toString);
    assertEquals("cc-by-nc-4.0", Pack.load(out()).manifest().licence());
  }

  @Test
  void aModelOnDiskIsImportedWithoutAskingAnyNetwork() throws Exception {
    Path mirror = folder.resolve("mirror");
    TinyStableDiffusion.write(mirror.resolve("lab/tiny"));
    assertEquals(0, fetch("hf:lab/tiny", "--offline", mirror.toString()), printed::toString);
    Pack.load(out());
    assertEquals(List.of(), server.requests());
  }

  @Test
  void aPackThatIsThereIsNotedBeforeAnythingIsAsked() throws Exception {
    Files.createDirectories(out());
    assertEquals(1, fetch("hf:lab/tiny", "--yes"));
    assertTrue(printed.toString().contains("is there already"), printed::toString);
    assertEquals(List.of(), server.requests());
  }

  @Test
  void whatIsWrongWithTheOptionsIsToldBeforeAnythingIsAsked() {
    assertEquals(2, fetch("hf:lab/tiny", "--precision", "int8"));
    assertEquals(2, fetch("hf:lab/tiny", "--classifier-labels", "Edema"));
    assertEquals(2, fetch());
    assertEquals(List.of(), server.requests());
  }

  @Test
  void aFetchThatIsEndedHalfwayGoesOnWhereItStopped() throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                StalledPrism.class.getName(),
                UNET));
    line.addAll(line("hf:lab/tiny", "--yes"));
    Process program = new ProcessBuilder(line).redirectErrorStream(true).start();
    try (BufferedReader words = program.inputReader()) {
      assertEquals(StalledPrism.STALLED, words.readLine());
      program.toHandle().destroy();
      program.waitFor();
    } finally {
      program.destroyForcibly();
    }
    assertFalse(Files.exists(out()));
    int before = server.served().size();
    assertEquals(0, fetch("hf:lab/tiny", "--yes"), printed::toString);
    List<String> served = server.served();
    assertEquals(List.of(UNET), served.subList(before, served.size()));
    Pack.load(out());
  }
}
