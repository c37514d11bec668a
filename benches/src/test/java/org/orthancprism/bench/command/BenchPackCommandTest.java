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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.picture.FilmPicture;
import org.orthancprism.command.server.Installation;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.fixture.QuickDefaultPack;
import org.orthancprism.phantom.Phantom;
import org.orthancprism.phantom.PhantomSettings;
import picocli.CommandLine;

/** The command on a pack that works at a tiny resolution, with a random judge. */
class BenchPackCommandTest {

  private static final int SIDE = 96;
  private static final int PHANTOM_ROWS_WITHOUT_FILMS = 8;

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

  private int run(Stream<String> arguments) {
    CommandLine command = Benches.commandLine();
    command.setOut(new PrintWriter(printed, true));
    command.setErr(new PrintWriter(printed, true));
    return command.execute(arguments.toArray(String[]::new));
  }

  private Stream<String> tiny(Path pack) {
    return Stream.of(
        "--pack",
        pack.toString(),
        "--results",
        folder.resolve("results").toString(),
        "--phantoms",
        "1",
        "--rows",
        "256",
        "--threads",
        "1");
  }

  /**
   * Films of a validation patient and of one whose films were trained on, by the training's hash.
   */
  private Path films() throws Exception {
    Path films = Files.createDirectories(folder.resolve("films"));
    Files.writeString(
        films.resolve("device_labels.csv"),
        """
        image_id,patient_id,projection,modality,device_visible,note
        bare,patient-0,ap,DX,0,
        loaded,patient-0,ap,CR,1,
        unknown,patient-0,ap,CR,?,
        trained,patient-1,ap,CR,1,whose file is not even there
        """);
    write(films.resolve("bare.png"), false);
    write(films.resolve("loaded.png"), true);
    return films;
  }

  /** The same in the form of ChestX-ray14, with what radiologists said. */
  private Path listedFilms() throws Exception {
    Path films = Files.createDirectories(folder.resolve("listed/films")).getParent();
    Files.writeString(
        films.resolve("films.csv"),
        """
        file,source,patient_id,view,findings,device_visible,note
        films/bare.png,nih,nih-7,PA,No Finding,0,"one read, 220 px"
        films/loaded.png,nih,nih-9,PA,Effusion|Mass,1,
        films/bare.png,nih,nih-4,AP,No Finding,0,
        """);
    Files.writeString(
        films.resolve("expert_labels.csv"),
        """
        file,Effusion,Cardiomegaly,Airspace opacity
        films/bare.png,NO,NO,NO
        films/loaded.png,YES,,YES
        """);
    write(films.resolve("films/bare.png"), false);
    write(films.resolve("films/loaded.png"), true);
    return films;
  }

  private static void write(Path png, boolean devices) throws Exception {
    Film film = Phantom.generate(new PhantomSettings(SIDE, SIDE, 11, devices, false)).film();
    new FilmPicture(film.rows(), film.columns(), film.luminance()).writeSource(png);
  }

  private static List<JsonObject> rows(Path json) throws Exception {
    try (JsonReader reader = Json.createReader(Files.newInputStream(json))) {
      return reader.readObject().getJsonArray("rows").getValuesAs(JsonObject.class);
    }
  }

  @Test
  void itMeasuresEveryLineAndWritesThem() throws Exception {
    Path json = folder.resolve("figures.json");
    Path pack = QuickDefaultPack.write(folder.resolve("pack"));
    Path sheets = folder.resolve("sheets");
    Stream<String> measure =
        Stream.of(
            "bench",
            "pack",
            "--films",
            films().toString(),
            "--json",
            json.toString(),
            "--sheets",
            sheets.toString());
    assertEquals(0, run(Stream.concat(measure, tiny(pack))), printed::toString);

    String document = Files.readString(folder.resolve("results/RESULTS.md"));
    for (JsonObject row : rows(json)) {
      assertTrue(document.contains(row.getString("test")), row::toString);
      assertTrue(printed.toString().contains(row.getString("test")), row::toString);
      if (!row.isNull("value")) {
        assertTrue(row.getInt("n") > 0, row::toString);
        assertTrue(row.getJsonNumber("value").doubleValue() >= 0, row::toString);
      } else {
        assertTrue(!row.getString("reason").isBlank(), row::toString);
      }
    }
    JsonObject outside =
        rows(json).stream()
            .filter(row -> row.getString("test").startsWith("outside the change mask"))
            .findFirst()
            .orElseThrow();
    assertEquals(0, outside.getInt("value"));
    assertTrue(Files.exists(folder.resolve("results/phantoms-support-devices.png")));
    assertTrue(Files.exists(folder.resolve("results/native-crop.png")));
    assertTrue(Files.exists(sheets.resolve("films-AP-with-devices-1.png")));
  }

  @Test
  void foldersOfBothFormsAreMeasuredTogetherWithIntervalsAndPatients() throws Exception {
    Path json = folder.resolve("figures.json");
    Path pack = QuickDefaultPack.withFilmCheck(folder.resolve("pack"));
    Stream<String> measure =
        Stream.of(
            "bench",
            "pack",
            "--films",
            films().toString(),
            "--films",
            listedFilms().toString(),
            "--all",
            "--most",
            "3",
            "--json",
            json.toString());
    // The film of a patient who was trained on counts, too.
    write(folder.resolve("films/trained.png"), true);
    assertEquals(0, run(Stream.concat(measure, tiny(pack))), printed::toString);
    JsonObject untouched = row(json, "real films without devices: changed pixels, median");
    assertEquals(3, untouched.getInt("n"));
    assertEquals(3, untouched.getInt("patients"));
    assertEquals("too few patients", untouched.getString("note"));
    double value = untouched.getJsonNumber("value").doubleValue();
    assertTrue(untouched.getJsonNumber("low").doubleValue() <= value, untouched::toString);
    assertTrue(untouched.getJsonNumber("high").doubleValue() >= value, untouched::toString);
    JsonObject judged =
        row(json, "judge against radiologists, pleural effusion: area under the curve");
    assertEquals(3, judged.getInt("n"));
    JsonObject all = row(json, "films without devices: edits stored by all");
    JsonObject helpful = row(json, "films without devices: edits stored by helpful");
    assertTrue(all.getInt("value") > 0, all::toString);
    assertEquals(all.getInt("value"), helpful.getInt("n"));
    assertTrue(helpful.getInt("value") <= all.getInt("value"), helpful::toString);
    assertEquals(
        3,
        row(json, "films without devices: share of films of which helpful stores nothing")
            .getInt("patients"));
    assertEquals(6, row(json, "film check: adults' frontal films passed").getInt("n"));
    JsonObject inverted = row(json, "film check: inverted films recognised");
    assertEquals(6, inverted.getInt("n"));
    JsonObject children = row(json, "film check: children's films stopped");
    assertEquals("no such picture was given", children.getString("reason"));
    String document = Files.readString(folder.resolve("results/RESULTS.md"));
    assertTrue(document.contains("too few patients"), document);
    assertTrue(document.contains("--films DIR --films DIR --all --most 3"), document);
  }

  private static JsonObject row(Path json, String test) throws Exception {
    return rows(json).stream()
        .filter(row -> row.getString("test").equals(test))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void withoutFilmsItMeasuresOnPhantomsAndTellsWhatIsMissing() throws Exception {
    Path first = folder.resolve("first.json");
    Path pack = QuickDefaultPack.write(folder.resolve("pack"));
    Stream<String> measure = Stream.of("bench", "pack", "--json", first.toString());
    assertEquals(0, run(Stream.concat(measure, tiny(pack))), printed::toString);
    long measured = rows(first).stream().filter(row -> !row.isNull("value")).count();
    assertTrue(measured >= PHANTOM_ROWS_WITHOUT_FILMS, printed::toString);
    for (JsonObject row : rows(first)) {
      if (row.getString("test").contains("real films")) {
        assertTrue(row.getString("reason").contains("--films"), row::toString);
      }
    }
  }

  @Test
  void aTestThatIsNamedIsDoneAloneAndReplacesNoDocument() throws Exception {
    Path json = folder.resolve("figures.json");
    Path pack = QuickDefaultPack.write(folder.resolve("pack"));
    Stream<String> measure =
        Stream.of(
            "bench",
            "pack",
            "--films",
            films().toString(),
            "--only",
            "storing",
            "--json",
            json.toString());
    assertEquals(0, run(Stream.concat(measure, tiny(pack))), printed::toString);
    List<String> tests = rows(json).stream().map(row -> row.getString("test")).toList();
    assertTrue(
        tests.stream()
            .allMatch(
                test -> test.startsWith("films without devices: ") || test.startsWith("outside ")),
        tests::toString);
    assertEquals(
        1, row(json, "films without devices: share of edits stored by helpful").getInt("patients"));
    assertTrue(Files.notExists(folder.resolve("results")));
  }

  @Test
  void aTestThatDoesNotExistIsAnsweredWithThoseThatDo() {
    assertEquals(2, run(Stream.of("bench", "pack", "--only", "storage")));
    assertTrue(printed.toString().contains("storing, judge, film-check"), printed::toString);
  }

  @Test
  void aFolderWithoutLabelsIsRefusedWithWhatToDo() {
    Stream<String> measure =
        Stream.of("bench", "pack", "--films", folder.toString(), "--rows", "256");
    assertEquals(1, run(measure));
    assertTrue(printed.toString().contains("device_labels.csv"), printed::toString);
  }
}
