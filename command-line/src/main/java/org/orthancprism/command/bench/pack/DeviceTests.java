// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.bench.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.pack.Direction;
import org.orthancprism.models.phantom.PhantomFinding;

/** Removal of support devices where the truth is known. */
record DeviceTests(PackEdits edits) {

  private static final float STRONG = 0.08f;
  private static final int NEAR = 4;
  private static final Goal STRONG_LEFT = Goal.atMost(0.35);
  private static final Goal ALL_LEFT = Goal.atMost(0.5);
  private static final Goal ELSEWHERE = Goal.atMost(0.02);
  private static final Goal UNTOUCHED = Goal.atMost(0.01);

  /**
   * Devices drawn onto films.
   *
   * @param on what the films are, for the rows' names
   * @param pairs the films; where there are none, the rows tell why
   */
  List<Row> removed(String on, List<DrawnPair> pairs, String whyNone) throws EditException {
    String test = "drawn devices on " + on + ": ";
    Optional<EditRequest> request = request();
    if (pairs.isEmpty() || request.isEmpty()) {
      String reason = pairs.isEmpty() ? whyNone : "the pack removes no devices";
      return List.of(
          Row.missing(test + "error left over, strong", STRONG_LEFT, reason),
          Row.missing(test + "error left over, all", ALL_LEFT, reason),
          Row.missing(test + "changed more than 4 px away", ELSEWHERE, reason));
    }
    ErrorLeft strong = new ErrorLeft(STRONG);
    ErrorLeft all = new ErrorLeft(DrawnPair.VISIBLE);
    double elsewhere = 0;
    for (DrawnPair pair : pairs) {
      Film edited = edits.edit(pair.film(), request.get()).film();
      strong.add(pair, edited);
      all.add(pair, edited);
      elsewhere += pair.changedBeyond(NEAR, edited);
    }
    return List.of(
        strong.row(test + "error left over, strong", STRONG_LEFT),
        all.row(test + "error left over, all", ALL_LEFT),
        Row.of(
            test + "changed more than 4 px away",
            ELSEWHERE,
            elsewhere / pairs.size(),
            pairs.size()));
  }

  /** Removal where there is nothing to remove: the median share of changed pixels. */
  Row untouched(String on, List<Film> bare, String whyNone) throws EditException {
    String test = on + " without devices: changed pixels, median";
    Optional<EditRequest> request = request();
    if (bare.isEmpty() || request.isEmpty()) {
      return Row.missing(test, UNTOUCHED, bare.isEmpty() ? whyNone : "the pack removes no devices");
    }
    List<Double> shares = new ArrayList<>();
    for (Film film : bare) {
      shares.add(DrawnPair.changedShare(edits.edit(film, request.get()).film(), film));
    }
    double[] sorted = shares.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return Row.of(test, UNTOUCHED, median, sorted.length);
  }

  private Optional<EditRequest> request() {
    return edits.request(Direction.REMOVE, PhantomFinding.SUPPORT_DEVICES);
  }
}
