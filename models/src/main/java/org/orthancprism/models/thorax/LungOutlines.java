// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.thorax;

import java.util.ArrayList;
import java.util.List;
import org.orthancprism.models.film.Polygon;
import org.orthancprism.models.film.Polygon.Vertex;

/**
 * The outlines of both lungs on a frontal film, given by six lengths. All are shares of the film's
 * longer side, columns from the left and rows from above; the patient's right is on the left.
 *
 * @param middle column of the body's middle
 * @param apex row of the lungs' apex
 * @param rightWall column of the right lung's outer wall
 * @param leftWall column of the left lung's outer wall
 * @param rightBase row of the right dome of the diaphragm
 * @param leftBase row of the left dome of the diaphragm
 */
record LungOutlines(
    double middle,
    double apex,
    double rightWall,
    double leftWall,
    double rightBase,
    double leftBase) {

  /** Number of the lengths. */
  static final int LENGTHS = 6;

  /** How narrow one lung may be beside the other before its wall counts as hidden. */
  private static final double LEAST_BALANCE = 0.9;

  private static final double[][] OUTER = {
    {0.36, 0}, {0.72, 0.12}, {0.93, 0.45}, {1.01, 0.85}, {1.0, 1.12}, {0.75, 1.02}
  };
  private static final double[] INNER_ROWS = {0.98, 0.8, 0.55, 0.3, 0.12};
  private static final double[] INNER_RIGHT = {0.38, 0.34, 0.26, 0.24, 0.24};
  private static final double[] INNER_LEFT = {0.6, 0.52, 0.4, 0.3, 0.26};

  /** The outlines of these lengths, in the order of the components. */
  static LungOutlines of(double[] lengths) {
    return new LungOutlines(lengths[0], lengths[1], lengths[2], lengths[3], lengths[4], lengths[5]);
  }

  /** The lengths, in the order of the components. */
  double[] lengths() {
    return new double[] {middle, apex, rightWall, leftWall, rightBase, leftBase};
  }

  /** Whether lungs of an adult may have these proportions. */
  boolean isPlausible() {
    double right = middle - rightWall;
    double left = leftWall - middle;
    return Math.min(right, left) > 0.14
        && Math.max(right, left) < 0.46
        && Math.max(right, left) < 1.45 * Math.min(right, left)
        && isHeight(rightBase - apex)
        && isHeight(leftBase - apex)
        && Math.abs(rightBase - leftBase) < 0.1;
  }

  /**
   * The same with no lung much narrower than the other: fluid or a collapse hides the wall of one
   * lung, seldom that of both.
   */
  LungOutlines balanced() {
    double right = middle - rightWall;
    double left = leftWall - middle;
    return new LungOutlines(
        middle,
        apex,
        middle - Math.max(right, LEAST_BALANCE * left),
        middle + Math.max(left, LEAST_BALANCE * right),
        rightBase,
        leftBase);
  }

  private static boolean isHeight(double height) {
    return height > 0.25 && height < 0.75;
  }

  /**
   * Both lungs as polygons.
   *
   * @param side pixels of the film's longer side
   */
  List<Polygon> polygons(int side) {
    return List.of(
        lung(rightWall, rightBase, INNER_RIGHT, side), lung(leftWall, leftBase, INNER_LEFT, side));
  }

  private Polygon lung(double wall, double base, double[] inner, int side) {
    double breadth = wall - middle;
    double height = base - apex;
    List<Vertex> vertices = new ArrayList<>();
    for (double[] point : OUTER) {
      vertices.add(vertex(middle + point[0] * breadth, apex + point[1] * height, side));
    }
    for (int i = 0; i < inner.length; i++) {
      vertices.add(vertex(middle + inner[i] * breadth, apex + INNER_ROWS[i] * height, side));
    }
    return new Polygon(vertices);
  }

  private static Vertex vertex(double column, double row, int side) {
    return new Vertex(column * side, row * side);
  }
}
