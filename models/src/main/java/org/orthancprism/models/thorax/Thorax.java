// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.thorax;

import java.util.Arrays;
import java.util.Optional;
import org.orthancprism.models.compositing.Region;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Polygon;

/**
 * Where the thorax lies on a frontal film: in each row from one chest wall to the other, and below
 * the lungs as far as heart, costophrenic angles and fluid may reach, so that mediastinum, heart,
 * pleura, ribs and diaphragm lie within.
 *
 * <p>It is drawn about the lungs as {@link LungSearch} finds them, with a margin that covers what
 * the search errs by. Neck, shoulders, arms, abdomen and the film's corners lie outside.
 */
public final class Thorax {

  /** How far chest wall and pleura reach beyond the lungs, as a part of the film's long side. */
  private static final double WALL = 0.055;

  /** How far the pleura reaches above the lungs' apex, as such a part. */
  private static final double ABOVE = 0.04;

  /** How far heart, fluid and costophrenic angles reach below the lungs, as such a part. */
  private static final double BELOW = 0.08;

  /** Lungs that stand out less from what surrounds them may be anything. */
  private static final double LEAST_CONTRAST = 0.1;

  private final int rows;
  private final int columns;
  private final boolean[] inside;

  private Thorax(int rows, int columns, boolean[] inside) {
    this.rows = rows;
    this.columns = columns;
    this.inside = inside;
  }

  /**
   * Looks for the thorax on a film.
   *
   * @param luminance a frontal film, upright, 0 black and 1 white, at any resolution
   * @return empty where nothing on it looks like two lungs
   */
  public static Optional<Thorax> on(Plane luminance) {
    LungSearch.Found found = LungSearch.on(luminance);
    if (found.contrast() < LEAST_CONTRAST) {
      return Optional.empty();
    }
    Plane small = LungSearch.small(luminance);
    return Optional.of(around(found.outlines().balanced(), small.rows(), small.columns()));
  }

  private static Thorax around(LungOutlines lungs, int rows, int columns) {
    Region region =
        Region.above(Polygon.mask(lungs.polygons(LungSearch.SIDE), rows, columns), 0.5f);
    Spans spans = Spans.of(region);
    Thorax thorax = new Thorax(rows, columns, new boolean[rows * columns]);
    int wall = (int) Math.ceil(WALL * LungSearch.SIDE);
    int above = (int) Math.ceil(ABOVE * LungSearch.SIDE);
    int below = (int) Math.ceil(BELOW * LungSearch.SIDE);
    for (int row = Math.max(0, spans.top() - above); row < rows; row++) {
      if (row > spans.bottom() + below) {
        break;
      }
      int like = Math.min(Math.max(row, spans.top() + above), spans.bottom());
      thorax.fill(row, spans.left()[like] - wall, spans.right()[like] + wall);
    }
    return thorax;
  }

  /**
   * How wide the lungs are: no row is narrower than one above it, and both lungs' apices count as
   * one.
   *
   * @param top their first row
   * @param bottom their last row
   * @param left in each row the first column of the lungs so far
   * @param right in each row the last column of the lungs so far
   */
  // Never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Spans(int top, int bottom, int[] left, int[] right) {

    static Spans of(Region lungs) {
      int[] left = new int[lungs.rows()];
      int[] right = new int[lungs.rows()];
      int first = lungs.columns();
      int last = -1;
      int top = -1;
      int bottom = -1;
      for (int row = 0; row < lungs.rows(); row++) {
        for (int column = 0; column < lungs.columns(); column++) {
          if (lungs.contains(row, column)) {
            first = Math.min(first, column);
            last = Math.max(last, column);
            top = top < 0 ? row : top;
            bottom = row;
          }
        }
        left[row] = first;
        right[row] = last;
      }
      return new Spans(top, bottom, left, right);
    }
  }

  private void fill(int row, int first, int last) {
    int from = Math.max(0, first);
    int to = Math.min(columns - 1, last);
    if (from <= to) {
      Arrays.fill(inside, row * columns + from, row * columns + to + 1, true);
    }
  }

  /**
   * Whether a place lies in the thorax.
   *
   * @param row share of the film's rows above it, from 0 to 1
   * @param column share of the film's columns to the left of it, from 0 to 1
   */
  public boolean contains(double row, double column) {
    int r = Math.min(rows - 1, Math.max(0, (int) (row * rows)));
    int c = Math.min(columns - 1, Math.max(0, (int) (column * columns)));
    return inside[r * columns + c];
  }

  /**
   * How much of a change lies outside of the thorax.
   *
   * @param before the film
   * @param after the film after an edit, of the same size
   * @return the sum of absolute changes of luminance outside, as a share of that over the whole
   *     film; 0 where nothing changed
   */
  public double shareOutside(Plane before, Plane after) {
    double outside = 0;
    double all = 0;
    for (int row = 0; row < before.rows(); row++) {
      for (int column = 0; column < before.columns(); column++) {
        double change = Math.abs((double) after.at(row, column) - before.at(row, column));
        if (change > 0) {
          all += change;
          outside +=
              contains((row + 0.5) / before.rows(), (column + 0.5) / before.columns()) ? 0 : change;
        }
      }
    }
    return all == 0 ? 0 : outside / all;
  }
}
