// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.orthancprism.bench.BenchException;
import org.orthancprism.bench.films.LabelledFilm;
import org.orthancprism.bench.pack.results.Goal;
import org.orthancprism.bench.pack.results.PackBenchSection;
import org.orthancprism.bench.pack.results.PackMeasurement;
import org.orthancprism.bench.pack.results.Row;
import org.orthancprism.bench.statistics.Sample;
import org.orthancprism.bench.statistics.Statistics;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.phantom.DeviceClass;
import org.orthancprism.phantom.PhantomFinding;

/**
 * Removal of support devices where the truth is known.
 *
 * @param edits makes the edits
 * @param clean real films without devices
 * @param whyNone why there is no such film, where there is none
 * @param phantoms number of phantoms
 * @param side their rows and columns
 * @param firstSeed seed of the first drawing
 */
record DeviceMeasurement(
    PackEdits edits,
    List<LabelledFilm> clean,
    String whyNone,
    int phantoms,
    int side,
    long firstSeed)
    implements PackMeasurement {

  private static final float STRONG = 0.08f;
  private static final int NEAR = 4;

  /** Drawings of devices on each film. */
  private static final int DRAWINGS_A_FILM = 3;

  private static final Goal STRONG_LEFT = Goal.atMost(0.12);
  private static final Goal ALL_LEFT = Goal.atMost(0.18);
  private static final Goal CLASS_LEFT = Goal.atMost(0.35);
  private static final Goal ELSEWHERE = Goal.atMost(0.003);
  private static final Goal MEDIAN_UNTOUCHED = Goal.atMost(0);
  private static final Goal MOST_UNTOUCHED = Goal.atMost(0.005);
  private static final String REMOVES_NONE = "the pack removes no devices";

  @Override
  public PackBenchSection section() {
    return PackBenchSection.DRAWN_DEVICES;
  }

  @Override
  public List<Row> rows() throws IOException, BenchException, EditException {
    Optional<EditRequest> request = edits.request(Direction.REMOVE, PhantomFinding.SUPPORT_DEVICES);
    List<Row> rows = new ArrayList<>();
    rows.addAll(removed("real films", Drawing.onFilms(clean, DRAWINGS_A_FILM, firstSeed), request));
    rows.addAll(classes(request));
    List<Drawing> drawn =
        Drawing.phantoms(PhantomFinding.SUPPORT_DEVICES, phantoms, side, firstSeed);
    rows.addAll(removed("phantoms", drawn, request));
    rows.addAll(untouched(request));
    rows.add(untouchedPhantoms(drawn, request));
    return rows;
  }

  private List<Row> removed(String on, List<Drawing> drawings, Optional<EditRequest> request)
      throws IOException, BenchException, EditException {
    ErrorLeft strong = new ErrorLeft(STRONG);
    ErrorLeft all = new ErrorLeft(DrawnPair.VISIBLE);
    Sample<Double> elsewhere = new Sample<>();
    for (Drawing drawing : request.isPresent() ? drawings : List.<Drawing>of()) {
      DrawnPair pair = drawing.draw();
      Film edited = edits.edit(pair.film(), request.orElseThrow()).film();
      strong.add(drawing.patient(), pair, edited);
      all.add(drawing.patient(), pair, edited);
      elsewhere.add(drawing.patient(), pair.changedBeyond(NEAR, edited));
    }
    String test = "drawn devices on " + on + ": ";
    return List.of(
        strong.row(test + "error left over, strong, median", STRONG_LEFT, why(request)),
        all.row(test + "error left over, all, median", ALL_LEFT, why(request)),
        Row.of(
            test + "changed more than 4 px away, mean",
            ELSEWHERE,
            elsewhere.estimate(Statistics::mean),
            why(request)));
  }

  /** A line for each class of devices, and one for that of which most is left. */
  private List<Row> classes(Optional<EditRequest> request)
      throws IOException, BenchException, EditException {
    List<Row> rows = new ArrayList<>();
    ErrorLeft worst = new ErrorLeft(DrawnPair.VISIBLE);
    for (DeviceClass kind : DeviceClass.values()) {
      ErrorLeft left = new ErrorLeft(DrawnPair.VISIBLE);
      for (Drawing drawing :
          request.isPresent() ? Drawing.onFilms(clean, kind, firstSeed) : List.<Drawing>of()) {
        DrawnPair pair = drawing.draw();
        left.add(drawing.patient(), pair, edits.edit(pair.film(), request.orElseThrow()).film());
      }
      String name = kind.name().toLowerCase(Locale.ROOT);
      rows.add(left.row(classTest(name), CLASS_LEFT, why(request)));
      if (left.median().orElse(-1.0) > worst.median().orElse(-1.0)) {
        worst = left;
      }
    }
    rows.add(worst.row(classTest("the worst class"), CLASS_LEFT, why(request)));
    return rows;
  }

  private static String classTest(String kind) {
    return "drawn devices on real films, " + kind + ": error left over, median";
  }

  /** Removal where there is nothing to remove. */
  private List<Row> untouched(Optional<EditRequest> request)
      throws IOException, BenchException, EditException {
    Sample<Double> shares = new Sample<>();
    for (LabelledFilm film : request.isPresent() ? clean : List.<LabelledFilm>of()) {
      Film bare = film.film();
      Film edited = edits.edit(bare, request.orElseThrow()).film();
      shares.add(film.patient(), ChangedPixels.between(edited, bare).share());
    }
    String test = "real films without devices: changed pixels, ";
    return List.of(
        Row.of(
            test + "median", MEDIAN_UNTOUCHED, shares.estimate(Statistics::median), why(request)),
        Row.of(
            test + "90th percentile",
            MOST_UNTOUCHED,
            shares.estimate(Statistics::ninetiethPercentile),
            why(request)));
  }

  private Row untouchedPhantoms(List<Drawing> drawn, Optional<EditRequest> request)
      throws IOException, BenchException, EditException {
    Sample<Double> shares = new Sample<>();
    for (Drawing drawing : request.isPresent() ? drawn : List.<Drawing>of()) {
      Film bare = drawing.draw().truth();
      Film edited = edits.edit(bare, request.orElseThrow()).film();
      shares.add(drawing.patient(), ChangedPixels.between(edited, bare).share());
    }
    return Row.of(
        "phantoms without devices: changed pixels, median",
        MEDIAN_UNTOUCHED,
        shares.estimate(Statistics::median),
        why(request));
  }

  private String why(Optional<EditRequest> request) {
    return request.isEmpty() ? REMOVES_NONE : whyNone;
  }
}
