// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.orthancprism.models.film.Plane;

/** The pixels of a film, at working resolution, that an edit changes. */
public final class Region {

  private final int rows;
  private final int columns;
  private final boolean[] inside;

  private Region(int rows, int columns, boolean[] inside) {
    this.rows = rows;
    this.columns = columns;
    this.inside = inside;
  }

  /** The pixels whose value lies above a threshold. */
  public static Region above(Plane plane, float threshold) {
    boolean[] inside = new boolean[plane.values().length];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = plane.values()[i] > threshold;
    }
    return new Region(plane.rows(), plane.columns(), inside);
  }

  /** Whether a pixel belongs to the region. */
  public boolean contains(int row, int column) {
    return inside[row * columns + column];
  }

  /** Number of rows of the film at working resolution. */
  public int rows() {
    return rows;
  }

  /** Number of columns of the film at working resolution. */
  public int columns() {
    return columns;
  }

  /** The region's share of the film, in [0, 1]. */
  public double share() {
    long count = 0;
    for (boolean pixel : inside) {
      count += pixel ? 1 : 0;
    }
    return (double) count / inside.length;
  }

  /**
   * This region without its small parts.
   *
   * @param least number of pixels, connected over sides and corners, from which on a part stays
   */
  public Region withoutSpecks(int least) {
    return parts((part, size) -> size >= least);
  }

  /**
   * The parts of this region that share a pixel with another: with a region of a higher threshold,
   * hysteresis (Canny 1986, doi 10.1109/TPAMI.1986.4767851).
   */
  public Region touching(Region other) {
    return parts((part, size) -> Arrays.stream(part, 0, size).anyMatch(i -> other.inside[i]));
  }

  /** Whether a part, the first {@code size} of its pixels' indices, stays. */
  @FunctionalInterface
  private interface Keeping {
    boolean keeps(int[] part, int size);
  }

  /** The parts, connected over sides and corners, that stay. */
  private Region parts(Keeping keeping) {
    boolean[] kept = new boolean[inside.length];
    boolean[] seen = new boolean[inside.length];
    int[] part = new int[inside.length];
    for (int start = 0; start < inside.length; start++) {
      if (inside[start] && !seen[start]) {
        int size = collectPart(start, seen, part);
        if (keeping.keeps(part, size)) {
          Arrays.stream(part, 0, size).forEach(pixel -> kept[pixel] = true);
        }
      }
    }
    return new Region(rows, columns, kept);
  }

  /** Puts the pixels of one part into {@code part} and gives their number. */
  private int collectPart(int start, boolean[] seen, int[] part) {
    int size = 0;
    ArrayDeque<Integer> open = new ArrayDeque<>();
    seen[start] = true;
    open.add(start);
    while (!open.isEmpty()) {
      int pixel = open.remove();
      part[size++] = pixel;
      int row = pixel / columns;
      int column = pixel % columns;
      for (int r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
        for (int c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
          int neighbour = r * columns + c;
          if (inside[neighbour] && !seen[neighbour]) {
            seen[neighbour] = true;
            open.add(neighbour);
          }
        }
      }
    }
    return size;
  }

  /** This region grown by a number of pixels to all sides, corners included. */
  public Region grown(int radius) {
    boolean[] grown = new boolean[inside.length];
    for (int row = 0; row < rows; row++) {
      int start = row * columns;
      int end = start + columns;
      int from = start;
      while (from < end) {
        if (inside[from]) {
          int to = from + 1;
          while (to < end && inside[to]) {
            to++;
          }
          int left = Math.max(0, from - start - radius);
          int right = Math.min(columns, to - start + radius);
          fill(grown, row, radius, left, right);
          from = to;
        } else {
          from++;
        }
      }
    }
    return new Region(rows, columns, grown);
  }

  /** Fills some columns of the rows that lie within a number of pixels of a row. */
  private void fill(boolean[] pixels, int row, int radius, int left, int right) {
    for (int r = Math.max(0, row - radius); r <= Math.min(rows - 1, row + radius); r++) {
      Arrays.fill(pixels, r * columns + left, r * columns + right, true);
    }
  }

  /**
   * The share of the region in the square of {@code 2 * radius + 1} pixels around each pixel: 1
   * well inside, 0 well outside, both exactly.
   */
  public Plane softened(int radius) {
    int[] counts = boxCounts(radius);
    float[] shares = new float[inside.length];
    for (int row = 0; row < rows; row++) {
      int height = Math.min(rows, row + radius + 1) - Math.max(0, row - radius);
      for (int column = 0; column < columns; column++) {
        int width = Math.min(columns, column + radius + 1) - Math.max(0, column - radius);
        int i = row * columns + column;
        shares[i] = (float) counts[i] / (height * width);
      }
    }
    return new Plane(rows, columns, shares);
  }

  /** Number of the region's pixels in the square around each pixel, over a summed-area table. */
  private int[] boxCounts(int radius) {
    int stride = columns + 1;
    int[] sums = new int[(rows + 1) * stride];
    for (int row = 0; row < rows; row++) {
      int line = 0;
      for (int column = 0; column < columns; column++) {
        line += inside[row * columns + column] ? 1 : 0;
        sums[(row + 1) * stride + column + 1] = sums[row * stride + column + 1] + line;
      }
    }
    int[] counts = new int[inside.length];
    for (int row = 0; row < rows; row++) {
      int top = Math.max(0, row - radius) * stride;
      int bottom = Math.min(rows, row + radius + 1) * stride;
      for (int column = 0; column < columns; column++) {
        int left = Math.max(0, column - radius);
        int right = Math.min(columns, column + radius + 1);
        counts[row * columns + column] =
            sums[bottom + right] - sums[bottom + left] - sums[top + right] + sums[top + left];
      }
    }
    return counts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Region region
        && rows == region.rows
        && columns == region.columns
        && Arrays.equals(inside, region.inside);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(inside);
  }
}
