// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.contour;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Traces where a field crosses a level: marching squares, the plane's version of W. E. Lorensen and
 * H. E. Cline, "Marching Cubes" (SIGGRAPH 1987), with linear interpolation. Where two corners that
 * face each other lie above, the mean of the four decides whether they belong together.
 */
final class MarchingSquares {
  private final int rows;
  private final int columns;
  private final float[] field;
  private final double level;

  /** From the edge on which a piece of contour enters a square to that on which it leaves. */
  private final Map<Integer, Integer> pieces = new LinkedHashMap<>();

  private MarchingSquares(int rows, int columns, float[] field, double level) {
    this.rows = rows;
    this.columns = columns;
    this.field = field;
    this.level = level;
  }

  /**
   * The closed lines of a field, in the field's own columns and rows; what lies above the level is
   * to the left of a line that is followed on the screen.
   *
   * @param field row-major; beyond its border it counts as 0
   * @param level above 0
   */
  static List<double[]> trace(int rows, int columns, float[] field, double level) {
    MarchingSquares squares = new MarchingSquares(rows, columns, field, level);
    for (int row = -1; row < rows; row++) {
      for (int column = -1; column < columns; column++) {
        squares.visit(row, column);
      }
    }
    return squares.lines();
  }

  private void visit(int row, int column) {
    boolean a = above(row, column);
    boolean b = above(row, column + 1);
    boolean c = above(row + 1, column + 1);
    boolean d = above(row + 1, column);
    int top = edge(row, column, false);
    int bottom = edge(row + 1, column, false);
    int left = edge(row, column, true);
    int right = edge(row, column + 1, true);
    switch ((a ? 8 : 0) + (b ? 4 : 0) + (c ? 2 : 0) + (d ? 1 : 0)) {
      case 1 -> pieces.put(bottom, left);
      case 2 -> pieces.put(right, bottom);
      case 3 -> pieces.put(right, left);
      case 4 -> pieces.put(top, right);
      case 5 -> saddle(top, right, bottom, left, joined(row, column));
      case 6 -> pieces.put(top, bottom);
      case 7 -> pieces.put(top, left);
      case 8 -> pieces.put(left, top);
      case 9 -> pieces.put(bottom, top);
      case 10 -> saddle(left, top, right, bottom, joined(row, column));
      case 11 -> pieces.put(right, top);
      case 12 -> pieces.put(left, right);
      case 13 -> pieces.put(bottom, right);
      case 14 -> pieces.put(left, bottom);
      default -> {
        // All four on one side: no line goes through.
      }
    }
  }

  /** Two pieces through one square: around either corner, or between them. */
  private void saddle(int in, int out, int otherIn, int otherOut, boolean joined) {
    pieces.put(in, joined ? otherOut : out);
    pieces.put(otherIn, joined ? out : otherOut);
  }

  private boolean joined(int row, int column) {
    double sum =
        value(row, column)
            + value(row, column + 1)
            + value(row + 1, column)
            + value(row + 1, column + 1);
    return sum / 4 >= level;
  }

  private List<double[]> lines() {
    List<double[]> lines = new ArrayList<>();
    while (!pieces.isEmpty()) {
      List<Integer> edges = new ArrayList<>();
      Integer edge = pieces.keySet().iterator().next();
      while (edge != null && pieces.containsKey(edge)) {
        edges.add(edge);
        edge = pieces.remove(edge);
      }
      double[] line = new double[2 * edges.size()];
      for (int i = 0; i < edges.size(); i++) {
        place(edges.get(i), line, 2 * i);
      }
      lines.add(line);
    }
    return lines;
  }

  /** The edge from a corner to the right or down; the corners begin at -1. */
  private int edge(int row, int column, boolean down) {
    return ((row + 1) * (columns + 2) + column + 1) * 2 + (down ? 1 : 0);
  }

  private void place(int edge, double[] line, int at) {
    boolean down = edge % 2 == 1;
    int row = edge / 2 / (columns + 2) - 1;
    int column = edge / 2 % (columns + 2) - 1;
    double from = value(row, column);
    double to = down ? value(row + 1, column) : value(row, column + 1);
    double share = (level - from) / (to - from);
    line[at] = column + (down ? 0 : share);
    line[at + 1] = row + (down ? share : 0);
  }

  private boolean above(int row, int column) {
    return value(row, column) >= level;
  }

  private double value(int row, int column) {
    return row < 0 || column < 0 || row >= rows || column >= columns
        ? 0
        : field[row * columns + column];
  }
}
