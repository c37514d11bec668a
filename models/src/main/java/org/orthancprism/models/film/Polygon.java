// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.film;

import java.util.Arrays;
import java.util.List;

/**
 * A closed polygon on a film, of which it takes the pixels whose centres it encloses; places that
 * it winds around twice are outside.
 *
 * @param vertices three at least, the first not repeated
 */
public record Polygon(List<Vertex> vertices) {

  /**
   * A point of a film in pixels, with 0, 0 at the upper left corner of the upper left pixel, whose
   * centre lies at 0.5, 0.5.
   *
   * @param column from the left
   * @param row from above
   */
  public record Vertex(double column, double row) {

    public Vertex {
      if (!Double.isFinite(column) || !Double.isFinite(row)) {
        throw new IllegalArgumentException("a vertex has two finite coordinates");
      }
    }
  }

  public Polygon {
    vertices = List.copyOf(vertices);
    if (vertices.size() < 3) {
      throw new IllegalArgumentException("a polygon has three vertices at least");
    }
  }

  /**
   * Where a film lies in one of some polygons: 1 there and 0 elsewhere.
   *
   * @param polygons parts beyond the film count for nothing
   * @param rows number of the film's rows
   * @param columns number of its columns
   */
  public static Plane mask(List<Polygon> polygons, int rows, int columns) {
    Plane mask = Plane.zeros(rows, columns);
    polygons.forEach(polygon -> polygon.fill(mask));
    return mask;
  }

  private void fill(Plane mask) {
    for (int row = 0; row < mask.rows(); row++) {
      double[] crossings = crossings(row + 0.5);
      for (int i = 0; i + 1 < crossings.length; i += 2) {
        int from = firstCentre(crossings[i], mask.columns());
        int to = firstCentre(crossings[i + 1], mask.columns());
        int start = row * mask.columns();
        Arrays.fill(mask.values(), start + from, start + to, 1);
      }
    }
  }

  /** The first column whose centre does not lie left of a place. */
  private static int firstCentre(double place, int columns) {
    return (int) Math.max(0, Math.min(columns, Math.ceil(place - 0.5)));
  }

  /** Columns at which edges cross a line, from the left; as many enter as leave. */
  private double[] crossings(double line) {
    double[] crossings = new double[vertices.size()];
    int count = 0;
    Vertex from = vertices.get(vertices.size() - 1);
    for (Vertex to : vertices) {
      if (from.row() <= line != to.row() <= line) {
        double share = (line - from.row()) / (to.row() - from.row());
        crossings[count++] = from.column() + share * (to.column() - from.column());
      }
      from = to;
    }
    Arrays.sort(crossings, 0, count);
    return Arrays.copyOf(crossings, count);
  }
}
