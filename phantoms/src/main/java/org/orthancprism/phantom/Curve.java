// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import java.util.ArrayList;
import java.util.List;

/** A smooth curve through given points (a uniform Catmull-Rom spline), as a polyline. */
record Curve(List<Point> points) {

  private static final int PIECES_PER_SPAN = 16;

  Curve {
    points = List.copyOf(points);
    if (points.size() < 2) {
      throw new IllegalArgumentException("a curve has at least two points");
    }
  }

  /** The open curve through the knots. */
  static Curve through(List<Point> knots) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i + 1 < knots.size(); i++) {
      Point before = knots.get(Math.max(0, i - 1));
      Point after = knots.get(Math.min(knots.size() - 1, i + 2));
      appendSpan(points, before, knots.get(i), knots.get(i + 1), after);
    }
    points.add(knots.get(knots.size() - 1));
    return new Curve(points);
  }

  /** The closed curve through the knots. */
  static Curve around(List<Point> knots) {
    int n = knots.size();
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      appendSpan(
          points,
          knots.get((i + n - 1) % n),
          knots.get(i),
          knots.get((i + 1) % n),
          knots.get((i + 2) % n));
    }
    points.add(knots.get(0));
    return new Curve(points);
  }

  private static void appendSpan(List<Point> points, Point p0, Point p1, Point p2, Point p3) {
    for (int k = 0; k < PIECES_PER_SPAN; k++) {
      double t = (double) k / PIECES_PER_SPAN;
      points.add(
          new Point(
              spline(p0.x(), p1.x(), p2.x(), p3.x(), t),
              spline(p0.y(), p1.y(), p2.y(), p3.y(), t)));
    }
  }

  private static double spline(double a, double b, double c, double d, double t) {
    return 0.5
        * (2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t * t
            + (3 * b - a - 3 * c + d) * t * t * t);
  }

  Point end() {
    return points.get(points.size() - 1);
  }
}
