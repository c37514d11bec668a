// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
import org.orthancprism.phantom.PhantomFinding;

/**
 * Whether the removal of devices takes side markers, printed words and edges of collimation along.
 *
 * @param edits makes the edits
 * @param clean real films without devices
 * @param whyNone why there is no such film, where there is none
 * @param firstSeed seed of the first drawing
 */
record MarkMeasurement(PackEdits edits, List<LabelledFilm> clean, String whyNone, long firstSeed)
    implements PackMeasurement {

  /** A mark of which more is changed counts as touched. */
  private static final double TOUCHED = 0.01;

  private static final Goal NONE = Goal.atMost(0);
  private static final String MARKS = "side markers and words drawn on real films: ";
  private static final String EDGES = "edges of collimation drawn on real films: ";

  @Override
  public PackBenchSection section() {
    return PackBenchSection.MARKS;
  }

  @Override
  public List<Row> rows() throws IOException, BenchException, EditException {
    Optional<EditRequest> request = edits.request(Direction.REMOVE, PhantomFinding.SUPPORT_DEVICES);
    Sample<Double> marks = new Sample<>();
    Sample<Double> edges = new Sample<>();
    long seed = firstSeed;
    for (LabelledFilm film : request.isPresent() ? clean : List.<LabelledFilm>of()) {
      FilmMarks marked = FilmMarks.over(film.film(), seed++);
      Film edited = edits.edit(marked.film(), request.orElseThrow()).film();
      marks.add(film.patient(), marked.touched(marked.marks(), edited));
      edges.add(film.patient(), marked.touched(marked.edges(), edited));
    }
    String why = request.isEmpty() ? "the pack removes no devices" : whyNone;
    List<Row> rows = new ArrayList<>();
    rows.addAll(rows(MARKS, marks, why));
    rows.addAll(rows(EDGES, edges, why));
    return rows;
  }

  private static List<Row> rows(String test, Sample<Double> shares, String why) {
    return List.of(
        Row.of(test + "changed pixels, mean", NONE, shares.estimate(Statistics::mean), why),
        Row.of(
            test + "films with one touched",
            NONE,
            shares.estimate(MarkMeasurement::shareTouched),
            why));
  }

  private static double shareTouched(List<Double> shares) {
    return shares.stream().mapToDouble(share -> share > TOUCHED ? 1 : 0).average().orElse(0);
  }
}
