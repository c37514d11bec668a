// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.contour;

import java.util.Arrays;

/**
 * A closed line around a region, or around a hole in one.
 *
 * <p>Coordinates are those of DICOM's graphics (PS3.3 C.10.5.1.2, C.18.6.1.2): in pixels, column
 * first, with 0\\0 at the upper left corner of the upper left pixel and Columns\\Rows at the lower
 * right corner of the lower right one.
 *
 * @param points columns and rows of the points in turn, three points at least, the first not
 *     repeated; owned by the contour, not to be changed by a reader
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Contour(double[] points) {

  public Contour {
    if (points.length < 6 || points.length % 2 != 0) {
      throw new IllegalArgumentException("a contour has three points at least");
    }
  }

  /** Number of points. */
  public int size() {
    return points.length / 2;
  }

  /** Column of a point. */
  public double column(int point) {
    return points[2 * (point % size())];
  }

  /** Row of a point. */
  public double row(int point) {
    return points[2 * (point % size()) + 1];
  }

  /**
   * Area in pixels by the shoelace formula: above 0 for the outline of a region, below for that of
   * a hole.
   */
  public double area() {
    double twice = 0;
    for (int i = 0; i < size(); i++) {
      twice += column(i) * row(i + 1) - column(i + 1) * row(i);
    }
    // Rows grow downwards, so that an outline runs the other way round than in mathematics.
    return -twice / 2;
  }

  /** Graphic Data of a closed polyline: the first point is repeated at the end. */
  public double[] graphicData() {
    double[] closed = Arrays.copyOf(points, points.length + 2);
    closed[points.length] = points[0];
    closed[points.length + 1] = points[1];
    return closed;
  }
}
