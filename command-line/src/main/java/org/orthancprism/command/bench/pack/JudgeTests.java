// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.bench.pack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.command.bench.BenchException;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.pack.Direction;
import org.orthancprism.models.phantom.PhantomFinding;

/**
 * What the judge says of edits.
 *
 * @param edits makes the edits
 * @param judge tells what films show
 * @param bearing films with devices, of one projection
 * @param bare films without devices, of the same projection
 * @param clean films to which findings are added
 */
record JudgeTests(
    PackEdits edits, Judge judge, List<Film> bearing, List<Film> bare, List<Film> clean) {

  private static final PhantomFinding DEVICES = PhantomFinding.SUPPORT_DEVICES;
  private static final String FREED = "AP films with devices: judged free of them after ";

  private static final String APART = "judge: area under the curve for devices within AP films";
  private static final String APART_OF_ALL = APART + " of all patients";

  private static final Goal REMOVED = Goal.atLeast(0.7);
  private static final Goal FLIPPED = Goal.atMost(0.15);
  private static final Goal BLURRED = Goal.atMost(0.25);
  private static final Goal ADDED = Goal.atLeast(0.7);
  private static final Goal ALONE = Goal.atMost(0.1);
  private static final Goal TELLS_APART = Goal.atLeast(0.9);

  /** The rows without figures, for a pack that has no judge. */
  static List<Row> missing(String reason) {
    List<Row> rows = new ArrayList<>();
    rows.add(Row.missing(FREED + "the edit", REMOVED, reason));
    rows.add(Row.missing(FREED + "the edit flipped left-right", FLIPPED, reason));
    rows.add(Row.missing(FREED + "blur of the same strength", BLURRED, reason));
    for (PhantomFinding finding : FindingTests.FINDINGS) {
      rows.add(Row.missing(addedTest(finding), ADDED, reason));
    }
    rows.add(Row.missing(aloneTest(), ALONE, reason));
    rows.add(Row.missing(APART, TELLS_APART, reason));
    rows.add(Row.missing(APART_OF_ALL, TELLS_APART, reason));
    return rows;
  }

  List<Row> rows() throws EditException {
    List<Row> rows = new ArrayList<>(removals());
    for (PhantomFinding finding : FindingTests.FINDINGS) {
      rows.add(added(finding));
    }
    rows.add(leavesDevicesAlone());
    rows.add(tellsApart(APART, probabilities(bearing), probabilities(bare)));
    return rows;
  }

  private List<Row> removals() throws EditException {
    Optional<EditRequest> request = edits.request(Direction.REMOVE, DEVICES);
    int seen = 0;
    int edited = 0;
    int flipped = 0;
    int blurred = 0;
    for (Film film : request.isPresent() ? bearing : List.<Film>of()) {
      if (judge.sees(film, DEVICES)) {
        Counterfactual made = edits.edit(film, request.orElseThrow());
        seen++;
        edited += judge.sees(made.film(), DEVICES) ? 0 : 1;
        flipped += judge.sees(Controls.flipped(film, made.film()), DEVICES) ? 0 : 1;
        blurred += judge.sees(Controls.blurred(film, made.film(), made.mask()), DEVICES) ? 0 : 1;
      }
    }
    return List.of(
        Row.of(FREED + "the edit", REMOVED, (double) edited / seen, seen),
        Row.of(FREED + "the edit flipped left-right", FLIPPED, (double) flipped / seen, seen),
        Row.of(FREED + "blur of the same strength", BLURRED, (double) blurred / seen, seen));
  }

  private Row added(PhantomFinding finding) throws EditException {
    Optional<EditRequest> request = edits.request(Direction.ADD, finding);
    if (request.isEmpty()) {
      return Row.missing(addedTest(finding), ADDED, "the pack does not add it");
    }
    int without = 0;
    int flips = 0;
    for (Film film : clean) {
      if (judge.probability(film, finding).orElse(1) < Judge.SEEN) {
        without++;
        flips += judge.sees(edits.edit(film, request.get()).film(), finding) ? 1 : 0;
      }
    }
    return without > 0
        ? Row.of(addedTest(finding), ADDED, (double) flips / without, without)
        : Row.missing(
            addedTest(finding), ADDED, "the pack's judge does not tell it from the films before");
  }

  private Row leavesDevicesAlone() throws EditException {
    double moved = 0;
    int count = 0;
    for (Film film : bearing) {
      double before = judge.probability(film, DEVICES).orElse(Double.NaN);
      for (EditRequest request : findingEdits()) {
        Film edited = edits.edit(film, request).film();
        moved += Math.abs(judge.probability(edited, DEVICES).orElse(Double.NaN) - before);
        count++;
      }
    }
    return Row.of(aloneTest(), ALONE, moved / count, count);
  }

  private List<EditRequest> findingEdits() {
    List<EditRequest> requests = new ArrayList<>();
    for (PhantomFinding finding : FindingTests.FINDINGS) {
      for (Direction direction : Direction.values()) {
        edits.request(direction, finding).ifPresent(requests::add);
      }
    }
    return requests;
  }

  private List<Double> probabilities(List<Film> films) {
    return films.stream().map(film -> judge.probability(film, DEVICES).orElse(Double.NaN)).toList();
  }

  /**
   * The same area over AP films of all patients, read one by one: honest for a judge that was
   * trained on none of them, and over far more films.
   */
  static Row tellsApartOfAll(Judge judge, List<LabelledFilms.Entry> entries)
      throws IOException, BenchException {
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    for (LabelledFilms.Entry entry : entries) {
      if (entry.anteroposterior()) {
        double probability = judge.probability(entry.read().film(), DEVICES).orElse(Double.NaN);
        (entry.devices() ? with : without).add(probability);
      }
    }
    return tellsApart(APART_OF_ALL, with, without);
  }

  /** The area under the curve (Mann and Whitney's statistic). */
  private static Row tellsApart(String test, List<Double> with, List<Double> without) {
    double right = 0;
    for (double one : with) {
      for (double other : without) {
        right += one > other ? 1 : one == other ? 0.5 : 0;
      }
    }
    int pairs = with.size() * without.size();
    int films = pairs == 0 ? 0 : with.size() + without.size();
    return Row.of(test, TELLS_APART, right / pairs, films);
  }

  private static String addedTest(PhantomFinding finding) {
    return FindingTests.words(finding) + " added: share judged to have it";
  }

  private static String aloneTest() {
    return "a finding's edit moves the judged probability of devices by, mean";
  }
}
