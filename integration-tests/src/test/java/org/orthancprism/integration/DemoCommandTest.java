// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.PrismCommand;
import org.orthancprism.command.demo.Demo;
import org.orthancprism.command.server.Await;
import org.orthancprism.command.server.RestApi;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/** The command {@code demo} as {@code ./prism} runs it: in a process of its own. */
class DemoCommandTest {

  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

  @TempDir private Path folder;

  private final List<Process> started = new ArrayList<>();

  /** A demonstration that a failed test left running ends its Orthanc, too. */
  @AfterEach
  void endWhatRuns() throws InterruptedException {
    for (Process demo : started) {
      demo.destroy();
      demo.waitFor();
    }
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.orthancprism.home=" + Checkout.ROOT.normalize());
    command.add("-cp");
    command.add(System.getProperty("java.class.path").replace(File.pathSeparatorChar, ':'));
    command.add(PrismCommand.class.getName());
    command.add("demo");
    command.addAll(List.of("--pack", Checkout.INSTALLATION.pack().toString()));
    command.addAll(List.of(arguments));
    Process demo =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output().toFile())
            .start();
    started.add(demo);
    return demo;
  }

  private Path output() {
    return folder.resolve("output.txt");
  }

  private String printed() throws IOException {
    return Files.readString(output());
  }

  private static JsonObject json(Path file) throws IOException {
    try (Reader text = Files.newBufferedReader(file);
        JsonReader reader = Json.createReader(text)) {
      return reader.readObject();
    }
  }

  private static void assertFilmsPicturesAndResultOfThePhantom(Path out) throws Exception {
    JsonObject result = json(out.resolve("result.json"));
    assertEquals(Set.of("studies", "seconds", "sources", "derived"), result.keySet());
    assertEquals(1, result.getJsonArray("studies").size());
    assertTrue(result.getJsonNumber("seconds").doubleValue() > 0);
    assertSource(out, result.getJsonArray("sources").getJsonObject(0));
    List<JsonObject> derived = result.getJsonArray("derived").getValuesAs(JsonObject.class);
    assertEquals(Checkout.COMPLETE - 1, derived.size());
    for (JsonObject object : derived) {
      assertDerived(out, object);
    }
    for (String edit : Demo.EDITS) {
      assertTrue(Files.size(out.resolve("after-" + edit + ".png")) > 1000);
      assertTrue(Files.size(out.resolve("difference-" + edit + ".png")) > 1000);
    }
    assertTrue(Files.size(out.resolve("before.png")) > 1000);
  }

  private static void assertSource(Path out, JsonObject source) throws Exception {
    assertEquals(Set.of("sopInstanceUid", "file"), source.keySet());
    assertEquals(
        source.getString("sopInstanceUid"),
        dataset(out, source).string(Tag.SOP_INSTANCE_UID).orElseThrow());
  }

  private static void assertDerived(Path out, JsonObject object) throws Exception {
    assertEquals(
        Set.of(
            "sopInstanceUid",
            "sopClassUid",
            "seriesInstanceUid",
            "seriesDescription",
            "edit",
            "file",
            "orthancId"),
        object.keySet());
    Dataset dataset = dataset(out, object);
    assertEquals(
        object.getString("sopInstanceUid"), dataset.string(Tag.SOP_INSTANCE_UID).orElseThrow());
    assertEquals(
        object.getString("seriesInstanceUid"),
        dataset.string(Tag.SERIES_INSTANCE_UID).orElseThrow());
    assertEquals(
        object.getString("seriesDescription"), dataset.string(Tag.SERIES_DESCRIPTION).orElse(""));
    boolean isCounterfactual =
        dataset.string(Tag.PHOTOMETRIC_INTERPRETATION).orElse("").startsWith("MONOCHROME");
    assertEquals(isCounterfactual, !object.isNull("edit"), object::toString);
  }

  private static Dataset dataset(Path out, JsonObject object) throws Exception {
    return new Part10Codec()
        .read(Files.readAllBytes(out.resolve(object.getString("file"))))
        .dataset();
  }

  @Test
  void ofAFolderItNamesWhatIsNoFilmAndWorksOnTheRest() throws Exception {
    Path films = Files.createDirectories(folder.resolve("films"));
    TestFilm.ofSeed(601).file(films);
    TestFilm.ofSeed(602).file(films);
    Files.writeString(films.resolve("notes.txt"), "not a film", StandardCharsets.UTF_8);
    byte[] whole = TestFilm.ofSeed(603).bytes();
    Files.write(films.resolve("cut.dcm"), Arrays.copyOf(whole, whole.length / 2));

    Process demo = start(films.toString(), "--out", "results");
    assertEquals(0, demo.waitFor(), printed());
    assertTrue(printed().contains("notes.txt") && printed().contains("cut.dcm"), printed());
    Path out = folder.resolve("results");
    JsonObject result = json(out.resolve("result.json"));
    assertEquals(2, result.getJsonArray("studies").size());
    assertEquals(2 * (Checkout.COMPLETE - 1), result.getJsonArray("derived").size());
    assertTrue(Files.exists(out.resolve("film-2/before.png")));
  }

  @Test
  void aFilmThatCannotBeWorkedOnIsOneLineWithTheLogAndAStatusThatIsNotZero() throws Exception {
    Path film =
        TestFilm.ofSeed(604).with(builder -> builder.remove(Tag.PIXEL_DATA)).file(folder).file();
    Process demo = start(film.toString());
    assertTrue(demo.waitFor() != 0, printed());
    List<String> faults = printed().lines().filter(line -> line.startsWith("prism: ")).toList();
    assertEquals(1, faults.size(), printed());
    assertTrue(faults.get(0).contains("orthanc.log"), printed());
    assertFalse(printed().contains("\tat "), "no stack trace: " + printed());
    assertTrue(Files.exists(folder.resolve("demo-out/orthanc.log")));
  }

  @Test
  void withKeepOrthancAnswersBesideTheResultsUntilTheCommandIsEnded() throws Exception {
    Process demo = start("--phantom", "--keep");
    assertTrue(Await.until(Pacs.PATIENCE, () -> !demo.isAlive() || isKept()), printed());
    Matcher address = ADDRESS.matcher(printed());
    assertTrue(address.find(), printed());
    RestApi orthanc = new RestApi(URI.create(address.group()), Optional.empty());
    assertTrue(orthanc.answers("/prism/status"));
    assertFilmsPicturesAndResultOfThePhantom(folder.resolve("demo-out"));

    List<ProcessHandle> processes = demo.descendants().toList();
    assertTrue(processes.size() >= 2, "Orthanc and its worker run");
    demo.destroy();
    demo.waitFor();
    Await.until(Duration.ofSeconds(30), () -> processes.stream().noneMatch(ProcessHandle::isAlive));
    assertEquals(List.of(), processes.stream().filter(ProcessHandle::isAlive).toList());
  }

  private boolean isKept() {
    try {
      return ADDRESS.matcher(printed()).find();
    } catch (IOException e) {
      return false;
    }
  }
}
