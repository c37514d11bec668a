// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.bench.pack;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.orthancprism.command.bench.BenchException;
import org.orthancprism.command.terminal.ProgressDisplay;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.phantom.PhantomFinding;

/** Measures what a pack's edits do, on phantoms and on films that somebody has labelled. */
public final class PackBench {

  /** Seeds from here on are drawn here alone; training's lie below. */
  private static final long FIRST_SEED = 2_000_000;

  private static final long SHEET_SEED = FIRST_SEED + 500_000;
  private static final int SHEET_PHANTOMS = 4;

  /** Drawings of devices on each film without. */
  private static final int DRAWINGS_A_FILM = 3;

  private static final String NO_FILMS = "no films were given: see --films";
  private static final String NO_JUDGE = "the pack has no judge (classifier)";

  private final Settings settings;
  private final PrintWriter terminal;

  /**
   * What to measure.
   *
   * @param pack folder of the pack
   * @param films folder of labelled films, or empty
   * @param phantoms number of phantoms of each kind, at least 1
   * @param nativeRows rows of the film whose edits are timed and shown pixel by pixel, at least 256
   * @param results folder of the document and its pictures
   * @param json file that gets the figures, or empty
   * @param before JSON of an earlier run to set beside, or empty
   * @param filmSheets folder of contact sheets of films, or empty for none
   * @param command how this was typed
   */
  public record Settings(
      Path pack,
      Optional<Path> films,
      int phantoms,
      int nativeRows,
      Path results,
      Optional<Path> json,
      Optional<Path> before,
      Optional<Path> filmSheets,
      String command) {

    public Settings {
      if (phantoms < 1 || nativeRows < 256) {
        throw new IllegalArgumentException("at least 1 phantom, and 256 rows at native size");
      }
    }
  }

  public PackBench(Settings settings, PrintWriter terminal) {
    this.settings = settings;
    this.terminal = terminal;
  }

  /** Measures, prints the table and writes it. */
  public void run() throws IOException, BenchException, PackException, EditException {
    Pack pack = Pack.load(settings.pack());
    List<LabelledFilm> films =
        settings.films().isPresent() ? LabelledFilms.validation(settings.films().get()) : List.of();
    Files.createDirectories(settings.results());
    try (PackEdits edits = PackEdits.open(pack);
        ProgressDisplay display = new ProgressDisplay(terminal)) {
      Run run = new Run(pack, edits, films, display);
      List<Row> rows = run.measure();
      List<String> pictures = run.pictures();
      print(rows);
      PackResults results = new PackResults(pack, rows, settings.command());
      if (settings.json().isPresent()) {
        results.writeJson(settings.json().get());
      }
      results.writeDocument(settings.results().resolve("RESULTS.md"), settings.before(), pictures);
    }
  }

  private void print(List<Row> rows) {
    terminal.printf("%n%-76s %-14s %8s %6s %4s%n", "test", "goal", "value", "holds", "n");
    for (Row row : rows) {
      boolean measured = row.figure().value().isPresent();
      terminal.printf(
          Locale.ROOT,
          "%-76s %-14s %8s %6s %4d%s%n",
          row.test(),
          row.goal(),
          row.value(),
          measured ? row.holds() ? "yes" : "no" : "-",
          row.n(),
          measured ? "" : "  " + row.figure().reason());
    }
    terminal.flush();
  }

  /** One run. */
  private final class Run {
    private final Pack pack;
    private final PackEdits edits;
    private final List<LabelledFilm> films;
    private final ProgressDisplay display;
    private final int side;

    Run(Pack pack, PackEdits edits, List<LabelledFilm> films, ProgressDisplay display) {
      this.pack = pack;
      this.edits = edits;
      this.films = films;
      this.display = display;
      this.side = pack.manifest().resolution();
    }

    List<Row> measure() throws IOException, EditException, BenchException, PackException {
      // First, since memory is counted from the process's start.
      display.show(0, "time and memory");
      List<Row> cost = new CostTest(edits, settings.nativeRows()).rows(FIRST_SEED);
      DeviceTests devices = new DeviceTests(edits);
      List<Film> bare = films(false, false);
      display.show(0.1, "drawn devices");
      List<Row> rows = new ArrayList<>(devices.removed("real films", drawnOn(bare), NO_FILMS));
      rows.addAll(devices.removed("phantoms", phantomsWithDevices(), ""));
      display.show(0.35, "films without devices");
      rows.add(devices.untouched("real films", bare, NO_FILMS));
      rows.add(devices.untouched("phantoms", bare(phantomsWithDevices()), ""));
      display.show(0.45, "findings");
      rows.addAll(new FindingTests(edits, settings.phantoms(), side, FIRST_SEED).removed());
      display.show(0.6, "the judge");
      rows.addAll(judged(bare));
      rows.add(edits.outsideMasks());
      rows.addAll(cost);
      return rows;
    }

    private List<Row> judged(List<Film> bare)
        throws IOException, EditException, PackException, BenchException {
      Optional<Judge> opened = Judge.open(pack);
      if (opened.isEmpty()) {
        return JudgeTests.missing(NO_JUDGE);
      }
      try (Judge judge = opened.get()) {
        if (settings.films().isEmpty()) {
          return JudgeTests.missing(NO_FILMS);
        }
        JudgeTests tests =
            new JudgeTests(edits, judge, films(true, true), films(false, true), bare);
        List<Row> rows = new ArrayList<>(tests.rows());
        rows.add(JudgeTests.tellsApartOfAll(judge, LabelledFilms.all(settings.films().get())));
        return rows;
      }
    }

    /** Writes contact sheets; gives the names of those of phantoms. */
    List<String> pictures() throws IOException, EditException {
      display.show(0.85, "contact sheets");
      int count = Math.min(SHEET_PHANTOMS, settings.phantoms());
      Sheets sheets = new Sheets(edits, settings.results());
      List<String> names = new ArrayList<>(sheets.ofPhantoms(side, count, SHEET_SEED));
      String crop = "native-crop.png";
      NativeCrop crops = new NativeCrop(edits, settings.nativeRows());
      if (crops.write(SHEET_SEED, settings.results().resolve(crop))) {
        names.add(crop);
      }
      if (settings.filmSheets().isPresent()) {
        Sheets ofFilms = new Sheets(edits, settings.filmSheets().get());
        ofFilms.ofFilms("films-with-devices", films(true, false));
        ofFilms.ofFilms("films-without-devices", films(false, false));
        ofFilms.ofFindings(films(false, false));
      }
      display.show(1, "done");
      return names;
    }

    private List<Film> films(boolean devices, boolean onlyAnteroposterior) {
      return films.stream()
          .filter(film -> film.devices() == devices)
          .filter(film -> !onlyAnteroposterior || film.anteroposterior())
          .map(LabelledFilm::film)
          .toList();
    }

    private List<DrawnPair> drawnOn(List<Film> bare) {
      List<DrawnPair> pairs = new ArrayList<>();
      for (Film film : bare) {
        for (int i = 0; i < DRAWINGS_A_FILM; i++) {
          pairs.add(DrawnPair.ofDevices(film, FIRST_SEED + pairs.size()));
        }
      }
      return pairs;
    }

    private List<DrawnPair> phantomsWithDevices() {
      List<DrawnPair> pairs = new ArrayList<>();
      for (int i = 0; i < settings.phantoms(); i++) {
        pairs.add(DrawnPair.phantom(PhantomFinding.SUPPORT_DEVICES, side, FIRST_SEED + i));
      }
      return pairs;
    }

    private List<Film> bare(List<DrawnPair> pairs) {
      return pairs.stream().map(DrawnPair::truth).toList();
    }
  }
}
