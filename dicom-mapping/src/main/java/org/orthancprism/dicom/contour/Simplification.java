// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.contour;

import java.util.BitSet;
import java.util.stream.Stream;

/**
 * Leaves out points of a line that lie nearer to the rest than a tolerance: D. Douglas and T.
 * Peucker, "Algorithms for the reduction of the number of points required to represent a digitized
 * line or its caricature" (Cartographica 1973).
 */
final class Simplification {
  private final Contour contour;
  private final double tolerance;
  private final BitSet kept = new BitSet();

  private Simplification(Contour contour, double tolerance) {
    this.contour = contour;
    this.tolerance = tolerance;
  }

  /** The contour with fewer points; the contour itself where fewer than three would be left. */
  static Contour of(Contour contour, double tolerance) {
    Simplification simplification = new Simplification(contour, tolerance);
    int opposite = simplification.farthestFromFirst();
    simplification.kept.set(0);
    simplification.kept.set(opposite);
    simplification.keep(0, opposite);
    simplification.keep(opposite, contour.size());
    return simplification.kept.cardinality() < 3 ? contour : simplification.result();
  }

  private int farthestFromFirst() {
    int farthest = 1;
    for (int i = 2; i < contour.size(); i++) {
      if (distance(0, i) > distance(0, farthest)) {
        farthest = i;
      }
    }
    return farthest;
  }

  private double distance(int one, int other) {
    return Math.hypot(
        contour.column(other) - contour.column(one), contour.row(other) - contour.row(one));
  }

  /** Keeps what is needed between two points that are kept. */
  private void keep(int first, int last) {
    double largest = tolerance;
    int needed = -1;
    for (int i = first + 1; i < last; i++) {
      double away = fromChord(i, first, last);
      if (away > largest) {
        largest = away;
        needed = i;
      }
    }
    if (needed > 0) {
      kept.set(needed);
      keep(first, needed);
      keep(needed, last);
    }
  }

  private double fromChord(int point, int first, int last) {
    double chord = distance(first, last);
    if (chord == 0) {
      return distance(first, point);
    }
    double cross =
        (contour.column(last) - contour.column(first)) * (contour.row(point) - contour.row(first))
            - (contour.row(last) - contour.row(first))
                * (contour.column(point) - contour.column(first));
    return Math.abs(cross) / chord;
  }

  private Contour result() {
    return new Contour(
        kept.stream()
            .boxed()
            .flatMap(i -> Stream.of(contour.column(i), contour.row(i)))
            .mapToDouble(Double::doubleValue)
            .toArray());
  }
}
