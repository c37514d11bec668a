// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.orthancprism.bench.BenchException;
import org.orthancprism.bench.PeakMemory;
import org.orthancprism.bench.pack.results.Goal;
import org.orthancprism.bench.pack.results.PackBenchSection;
import org.orthancprism.bench.pack.results.PackMeasurement;
import org.orthancprism.bench.pack.results.Row;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Resampling;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.phantom.PhantomFinding;

/**
 * Time and memory of two edits of one film of native size.
 *
 * @param edits makes the edits
 * @param nativeRows rows of the film; it has five sixths as many columns
 * @param seed seed of what is drawn on it
 */
record CostMeasurement(PackEdits edits, int nativeRows, long seed) implements PackMeasurement {

  private static final Goal SECONDS = Goal.atMost(2);
  private static final Goal MEBIBYTES = Goal.atMost(1229);
  private static final int DRAWN = 384;

  @Override
  public PackBenchSection section() {
    return PackBenchSection.COST;
  }

  @Override
  public List<Row> rows() throws EditException, BenchException {
    List<EditRequest> two =
        Stream.of(PhantomFinding.SUPPORT_DEVICES, PhantomFinding.PLEURAL_EFFUSION)
            .map(finding -> edits.request(Direction.REMOVE, finding))
            .flatMap(Optional::stream)
            .toList();
    int columns = nativeRows * 5 / 6;
    String test = "two edits of a film of " + nativeRows + "x" + columns + " pixels: ";
    if (two.size() < 2) {
      String reason = "the pack does not remove devices and effusions";
      return List.of(
          Row.missing(test + "seconds, warm", SECONDS, reason),
          Row.missing(test + "MiB at most, all of the process", MEBIBYTES, reason));
    }
    Film drawn = DrawnPair.phantom(PhantomFinding.SUPPORT_DEVICES, DRAWN, seed).film();
    Plane enlarged = Resampling.CUBIC.resample(Plane.of(drawn), nativeRows, columns);
    Film film = new Film(nativeRows, columns, enlarged.values());
    edits.edit(film, two);
    long start = System.nanoTime();
    edits.edit(film, two);
    double seconds = (System.nanoTime() - start) / 1e9;
    return List.of(
        Row.of(test + "seconds, warm", SECONDS, seconds, 1),
        Row.of(
            test + "MiB at most, all of the process",
            MEBIBYTES,
            (double) PeakMemory.mebibytes(),
            1));
  }
}
