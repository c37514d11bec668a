// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.bench.BenchException;
import org.orthancprism.bench.films.LabelledFilm;
import org.orthancprism.bench.films.LabelledFilms;
import org.orthancprism.bench.films.View;
import org.orthancprism.bench.pack.results.PackBenchSection;
import org.orthancprism.bench.pack.results.PackMeasurement;
import org.orthancprism.bench.pack.results.PackResults;
import org.orthancprism.bench.pack.results.Row;
import org.orthancprism.command.terminal.ProgressDisplay;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;

/** Measures what a pack's edits do, on phantoms and on labelled films. */
public final class PackBench {

  /** Seeds from here on are drawn here alone; training's lie below. */
  private static final long FIRST_SEED = 2_000_000;

  private static final long SHEET_SEED = FIRST_SEED + 500_000;
  private static final int SHEET_PHANTOMS = 4;

  /** What part of the time the tests take; the rest goes into pictures. */
  private static final double TESTS = 0.9;

  private static final double COST = 0.1;

  private static final String NO_FILMS = "no films were given: see --films";
  private static final String NO_SUCH_FILM = "no film was fit for it";
  private static final String NO_JUDGE = "the pack has no judge (classifier)";

  private final Settings settings;
  private final PrintWriter terminal;

  /**
   * What to measure.
   *
   * @param pack folder of the pack
   * @param films folders of labelled films, none or several
   * @param all whether every patient of these folders counts, and not those alone that training
   *     left out
   * @param most number of films at most that are edited for a line, at least 1
   * @param only the tests to do; where not all are done, no document and no pictures are written
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
      List<Path> films,
      boolean all,
      int most,
      Set<PackBenchSection> only,
      int phantoms,
      int nativeRows,
      Path results,
      Optional<Path> json,
      Optional<Path> before,
      Optional<Path> filmSheets,
      String command) {

    public Settings {
      films = List.copyOf(films);
      only = Set.copyOf(only);
      if (most < 1 || phantoms < 1 || nativeRows < 256) {
        throw new IllegalArgumentException(
            "at least 1 film, 1 phantom, and 256 rows at native size");
      }
    }

    private boolean isWhole() {
      return only.containsAll(EnumSet.allOf(PackBenchSection.class));
    }
  }

  public PackBench(Settings settings, PrintWriter terminal) {
    this.settings = settings;
    this.terminal = terminal;
  }

  /** Measures, prints the table and writes it. */
  public void run() throws IOException, BenchException, PackException, EditException {
    LabelledFilms films = LabelledFilms.read(settings.films(), settings.all(), settings.most());
    Pack pack = Pack.load(settings.pack());
    try (PackEdits edits = PackEdits.open(pack);
        ProgressDisplay display = new ProgressDisplay(terminal)) {
      Run run = new Run(pack, edits, films, display);
      List<Row> rows = run.measure();
      PackResults results = new PackResults(pack, rows, settings.command());
      if (settings.isWhole()) {
        Files.createDirectories(settings.results());
        Path document = settings.results().resolve("RESULTS.md");
        results.writeDocument(document, settings.before(), run.pictures());
      }
      display.show(1, "done");
      print(rows);
      if (settings.json().isPresent()) {
        results.writeJson(settings.json().get());
      }
    }
  }

  private void print(List<Row> rows) {
    terminal.printf(
        "%n%-84s %-14s %8s %18s %5s %5s %s%n",
        "test", "goal", "value", "95 % interval", "holds", "n", "patients");
    for (Row row : rows) {
      terminal.printf(
          Locale.ROOT,
          "%-84s %-14s %8s %18s %5s %5d %s%n",
          row.test(),
          row.goal(),
          row.value(),
          row.certainty(),
          row.verdict(),
          row.n(),
          row.isMeasured() ? row.patientsInWords() : row.figure().reason());
    }
    terminal.flush();
  }

  /** One run. */
  private final class Run {
    private final Pack pack;
    private final PackEdits edits;
    private final LabelledFilms films;
    private final ProgressDisplay display;

    Run(Pack pack, PackEdits edits, LabelledFilms films, ProgressDisplay display) {
      this.pack = pack;
      this.edits = edits;
      this.films = films;
      this.display = display;
    }

    List<Row> measure() throws IOException, EditException, BenchException, PackException {
      // First, since memory is counted from the process's start.
      List<Row> costs =
          chosen(List.of(new CostMeasurement(edits, settings.nativeRows(), FIRST_SEED)), 0);
      List<Row> rows = new ArrayList<>();
      Optional<Judge> judge = Judge.open(pack);
      try {
        rows.addAll(chosen(tests(judge), COST));
      } finally {
        judge.ifPresent(Judge::close);
      }
      rows.add(edits.outsideMasks());
      rows.addAll(costs);
      return rows;
    }

    /** The lines of those tests that are to be done; {@code done} is the share done before. */
    private List<Row> chosen(List<PackMeasurement> tests, double done)
        throws IOException, EditException, BenchException, PackException {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < tests.size(); i++) {
        PackBenchSection section = tests.get(i).section();
        if (settings.only().contains(section)) {
          display.show(done + (TESTS - done) * i / tests.size(), section.stage());
          rows.addAll(tests.get(i).rows());
        }
      }
      return rows;
    }

    private List<PackMeasurement> tests(Optional<Judge> judge) {
      int phantoms = settings.phantoms();
      int side = pack.manifest().resolution();
      List<LabelledFilm> clean = films.where(LabelledFilm::isFreeOfDevices);
      String noFilms = films.isEmpty() ? NO_FILMS : NO_SUCH_FILM;
      String noJudge = judge.isEmpty() ? NO_JUDGE : noFilms;
      return List.of(
          new DeviceMeasurement(edits, clean, noFilms, phantoms, side, FIRST_SEED),
          new MarkMeasurement(edits, clean, noFilms, FIRST_SEED),
          new AnatomyMeasurement(edits, phantoms, side, FIRST_SEED),
          new FindingMeasurement(edits, phantoms, side, FIRST_SEED),
          new JudgedDevices(edits, judge, films, noJudge),
          new JudgedFindings(edits, judge, films, noJudge),
          new StoringMeasurement(edits, clean, noFilms),
          new JudgeAccuracy(judge, films, noJudge),
          new FilmCheckMeasurement(pack, films, noFilms));
    }

    /** Writes contact sheets; gives the names of those of phantoms. */
    List<String> pictures() throws IOException, BenchException, EditException {
      display.show(TESTS, "contact sheets");
      int side = pack.manifest().resolution();
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
        List<LabelledFilm> clean = films.where(LabelledFilm::isFreeOfDevices);
        for (View view : List.of(View.AP, View.PA)) {
          ofFilms.ofFilms(
              "films-" + view + "-with-devices",
              films.where(film -> film.showsDevices() && film.view() == view));
        }
        ofFilms.ofFilms("films-without-devices", clean);
        ofFilms.ofFindings(clean);
      }
      return names;
    }
  }
}
