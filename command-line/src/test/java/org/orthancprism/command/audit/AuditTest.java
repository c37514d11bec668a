// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.film.DigitalRadiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.models.audit.EffectConclusion;
import org.orthancprism.models.audit.EffectMatrix;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.editor.Progress;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.gate.Gate;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.request.EditRequest;

/** The way through films and journal, with edits that are no more than a sum. */
class AuditTest {

  private static final Path PACK = Path.of("../models/packs/default");
  private static final int FILMS = 6;

  @TempDir private Path folder;
  private final StringWriter printed = new StringWriter();
  private Path films;
  private Pack pack;

  @BeforeEach
  void drawFilms() throws Exception {
    films = EvenFilms.write(folder.resolve("films"), FILMS, 100);
    pack = Pack.load(PACK);
  }

  /** Darkens the upper left corner, where {@link CornerModel} sees devices. */
  private static final class Sums implements FilmEdits {
    final List<String> made = new ArrayList<>();
    int failsAfter = Integer.MAX_VALUE;

    @Override
    public List<Made> edit(Film film, List<EditRequest> requests, long seed, Progress progress)
        throws EditException {
      List<Made> edits = new ArrayList<>();
      for (EditRequest request : requests) {
        if (made.size() >= failsAfter) {
          throw new KilledException();
        }
        if (film.at(0, 0) == 0) {
          throw new EditException("the film is black");
        }
        made.add(request.name());
        edits.add(CornerModel.darkened(film, request.name(), ending(request)));
        progress.step(edits.size(), requests.size());
      }
      return edits;
    }

    @Override
    public Optional<Film> roundTrip(Film film) {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  /** What takes fluid off is withheld. */
  private static Ending ending(EditRequest request) {
    return request.name().equals("remove-support-devices")
        ? new Ending.Made("the only candidate")
        : new Ending.Withheld(List.of(Gate.SIDE_EFFECTS.atMost(0.3, 0.1)));
  }

  private static final class KilledException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private AuditReport run(Sums edits, long seed, Path out, String... names) throws Exception {
    List<EditRequest> requests = new ArrayList<>();
    for (String name : names) {
      requests.add(EditRequest.parse(name, pack.findings()));
    }
    List<NamedModel> models = List.of(new NamedModel("pack", new CornerModel("digest")));
    return new Audit(pack, edits, models, requests, seed, new PrintWriter(printed, true))
        .run(AuditFolder.of(films), out);
  }

  private AuditReport run(Sums edits, Path out) throws Exception {
    return run(edits, 0, out, "remove-support-devices", "remove-pleural-effusion");
  }

  private static EffectMatrix pack(AuditReport report) {
    return report.matrix("pack").orElseThrow();
  }

  @Test
  void everyEditIsMadeOfEveryFilmAndJudged() throws Exception {
    Sums edits = new Sums();
    AuditReport report = run(edits, folder.resolve("out"));
    assertEquals(2 * FILMS, edits.made.size());
    assertEquals(2, pack(report).edits().size());
    assertEquals(EffectConclusion.ACHIEVED, pack(report).edits().get(0).effects().get(0).verdict());
    assertEquals(
        EffectConclusion.UNINTENDED, pack(report).edits().get(1).effects().get(0).verdict());
    assertTrue(printed.toString().contains("UNINTENDED"), printed::toString);
    for (String file : List.of("effects.csv", "effects.json", "effects.png", "journal.jsonl")) {
      assertTrue(Files.size(folder.resolve("out").resolve(file)) > 0, file);
    }
  }

  @Test
  void filmsOfOnePatientCountTogetherAndNoFileTellsWhoThatIs() throws Exception {
    for (int film = 0; film < 2; film++) {
      LocalDateTime at = LocalDateTime.of(2026, 1, 1 + film, 12, 0);
      DigitalRadiograph.Description description =
          new DigitalRadiograph.Description(
              "Test^Film", "ID-OF-PATIENT", "AP", false, 12, 2048, 4096, 1, at);
      int[] values = new int[64 * 64];
      Arrays.fill(values, 1000);
      StoredPixels pixels = new StoredPixels(64, 64, values);
      Files.write(
          films.resolve(film + ".dcm"),
          new Part10Codec().write(DigitalRadiograph.of(pixels, description, "audit test " + film)));
    }
    Path out = folder.resolve("out");
    AuditReport report = run(new Sums(), out);
    assertEquals(FILMS + 2, pack(report).edits().get(0).films());
    assertEquals(FILMS + 1, pack(report).edits().get(0).patients());
    assertTrue(printed.toString().contains(", 8 films of 7 patients\n"), printed::toString);
    try (JsonReader reader = Json.createReader(Files.newInputStream(out.resolve("effects.json")))) {
      List<Integer> patients =
          reader.readObject().getJsonArray("films").getValuesAs(JsonObject.class).stream()
              .map(film -> film.getInt("patient"))
              .toList();
      assertEquals(List.of(1, 1, 2, 3, 4, 5, 6, 7), patients);
    }
    for (String file : List.of("effects.csv", "ends.csv", "effects.json", "journal.jsonl")) {
      assertFalse(Files.readString(out.resolve(file)).contains("ID-OF-PATIENT"), file);
    }
  }

  @Test
  void ofFiveFilmsTheAuditSaysThatTheyAreTooFew() throws Exception {
    Files.delete(films.resolve("film-0.png"));
    Path out = folder.resolve("out");
    run(new Sums(), out);
    assertTrue(printed.toString().contains("-0.30 (too few films)\n"), printed::toString);
    assertFalse(printed.toString().contains("UNINTENDED"), printed::toString);
    assertTrue(Files.readString(out.resolve("effects.csv")).contains(",too few films,"));
  }

  @Test
  void howEditsEndedIsPrintedAndWrittenWithTheReasons() throws Exception {
    Path out = folder.resolve("out");
    run(new Sums(), out);
    String told = printed.toString();
    assertTrue(told.contains("  made  nothing to do  undecided  withheld\n"), told);
    assertTrue(
        told.contains("remove-pleural-effusion     0              0          0         6\n"));
    assertTrue(
        told.contains("remove-support-devices      6              0          0         0\n"));
    assertTrue(told.contains("  withheld by side effects: 6\n"), told);
    List<String> table = Files.readAllLines(out.resolve("ends.csv"));
    assertEquals("film,edit,made,end,gates,reason", table.get(0));
    assertEquals(1 + 2 * FILMS, table.size());
    assertTrue(
        table.get(2).contains(",remove-pleural-effusion,withheld,side effects,failed: "),
        table.get(2));
    try (JsonReader reader = Json.createReader(Files.newInputStream(out.resolve("effects.json")))) {
      JsonObject ended = reader.readObject().getJsonArray("ends").getJsonObject(0);
      assertEquals("remove-pleural-effusion", ended.getString("edit"));
      assertEquals(FILMS, ended.getInt("withheld"));
      assertEquals(FILMS, ended.getJsonObject("gates").getInt("side effects"));
      JsonObject film = ended.getJsonArray("films").getJsonObject(0);
      assertTrue(film.getString("reason").startsWith("failed: "), film::toString);
    }
  }

  @Test
  void aKilledAuditGoesOnWhereItStoodAndEndsAsIfItHadNot() throws Exception {
    Path whole = folder.resolve("whole");
    run(new Sums(), whole);
    Path out = folder.resolve("out");
    Sums killed = new Sums();
    killed.failsAfter = 7;
    assertThrows(KilledException.class, () -> run(killed, out));
    Sums second = new Sums();
    run(second, out);
    assertEquals(2 * FILMS - 6, second.made.size());
    for (String file : List.of("effects.csv", "ends.csv", "effects.json", "journal.jsonl")) {
      assertEquals(-1, Files.mismatch(whole.resolve(file), out.resolve(file)), file);
    }
  }

  @Test
  void aFinishedAuditMakesNothingAgain() throws Exception {
    run(new Sums(), folder.resolve("out"));
    Sums again = new Sums();
    run(again, folder.resolve("out"));
    assertEquals(List.of(), again.made);
  }

  @Test
  void aFurtherEditMakesNoMoreThanItself() throws Exception {
    run(new Sums(), 0, folder.resolve("out"), "remove-support-devices");
    Sums further = new Sums();
    run(further, folder.resolve("out"));
    assertEquals(Collections.nCopies(FILMS, "remove-pleural-effusion"), further.made);
  }

  @Test
  void anotherSeedBeginsAnewAndSaysSo() throws Exception {
    run(new Sums(), folder.resolve("out"));
    Sums again = new Sums();
    run(again, 1, folder.resolve("out"), "remove-support-devices");
    assertEquals(FILMS, again.made.size());
    assertTrue(printed.toString().contains("another pack or seed"), printed::toString);
  }

  @Test
  void anotherPackBeginsAnewAndSaysSo() throws Exception {
    Path out = folder.resolve("out");
    run(new Sums(), out);
    Path journal = out.resolve("journal.jsonl");
    Files.writeString(journal, Files.readString(journal).replace(pack.digest(), "0".repeat(64)));
    Sums again = new Sums();
    run(again, out);
    assertEquals(2 * FILMS, again.made.size());
    assertTrue(printed.toString().contains("another pack or seed"), printed::toString);
  }

  @Test
  void badFilmsAreListedWithTheirReasonsAndCostOnlyThemselves() throws Exception {
    EvenFilms.write(films.resolve("black.png"), 0);
    Files.writeString(films.resolve("notes.txt"), "not a film");
    AuditReport report = run(new Sums(), folder.resolve("out"));
    assertEquals(FILMS, report.films().size());
    assertEquals(FILMS, pack(report).edits().get(0).films());
    assertEquals(
        List.of("black.png", "notes.txt"),
        report.refused().stream().map(file -> file.file().getFileName().toString()).toList());
    assertEquals("the film is black", report.refused().get(0).reason());
    String json = Files.readString(folder.resolve("out/effects.json"));
    assertTrue(json.contains("the film is black"), json);
  }

  @Test
  void anAuditOfBadFilmsAloneFails() throws Exception {
    Files.createDirectory(folder.resolve("bad"));
    films = folder.resolve("bad");
    EvenFilms.write(films.resolve("black.png"), 0);
    AuditException failed =
        assertThrows(AuditException.class, () -> run(new Sums(), folder.resolve("out")));
    assertTrue(String.valueOf(failed.getMessage()).contains("none of the films"));
    assertTrue(printed.toString().contains("the film is black"), printed::toString);
  }
}
