// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.thorax;

import java.util.Arrays;
import java.util.Comparator;
import org.orthancprism.models.compositing.Region;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Polygon;
import org.orthancprism.models.film.Resampling;

/**
 * Looks for the lungs on a film: climbs to the outlines within which the film is darkest against a
 * border around them. {@code models/training/chest.py} finds them likewise.
 */
final class LungSearch {

  /** Long side, in pixels, at which lungs are looked for. */
  static final int SIDE = 96;

  /** Thickness of the border that should be brighter than the lungs, in those pixels. */
  private static final int BORDER = 4;

  /** How much a large outline counts against a dark one. */
  private static final double SIZE_WEIGHT = 0.12;

  private static final int LEAST_LUNGS = 100;
  private static final int LEAST_BORDER = 50;
  private static final double LEAST_GAIN = 1e-6;
  private static final double[] STEPS = {0.06, 0.03, 0.015, 0.0075};

  /** One length at a time, or such as move together. */
  private static final double[][] MOVES = {
    {1, 0, 0, 0, 0, 0},
    {0, 1, 0, 0, 0, 0},
    {0, 0, 1, 0, 0, 0},
    {0, 0, 0, 1, 0, 0},
    {0, 0, 0, 0, 1, 0},
    {0, 0, 0, 0, 0, 1},
    {1, 0, 1, 1, 0, 0},
    {0, 1, 0, 0, 1, 1},
    {0, 0, 1, -1, 0, 0},
    {0, 0, 0, 0, 1, 1}
  };

  private static final double[][] APEX_AND_BASE = {{0.12, 0.62}, {0.16, 0.74}, {0.2, 0.66}};
  private static final double[] BREADTHS = {0.3, 0.38};

  private final Plane ranks;

  private LungSearch(Plane ranks) {
    this.ranks = ranks;
  }

  /**
   * What was found.
   *
   * @param outlines the lungs
   * @param contrast by how much they are darker than their border, as a share of the film's pixels
   *     that lie between both in luminance; in [-1, 1]
   */
  record Found(LungOutlines outlines, double contrast) {}

  /**
   * The best outlines on a film.
   *
   * @param luminance the film at any resolution, from {@value #SIDE} pixels on its long side on
   */
  static Found on(Plane luminance) {
    LungSearch search = new LungSearch(ranks(small(luminance)));
    Scored best =
        Arrays.stream(APEX_AND_BASE)
            .flatMap(
                rows -> Arrays.stream(BREADTHS).mapToObj(breadth -> search.start(rows, breadth)))
            .map(search::climbed)
            .max(Comparator.comparingDouble(Scored::score))
            .orElseThrow();
    return new Found(best.outlines(), search.contrast(best.outlines()));
  }

  private record Scored(LungOutlines outlines, double score) {}

  /** A small copy of a film, at the resolution at which lungs are looked for. */
  static Plane small(Plane luminance) {
    double scale = (double) SIDE / Math.max(luminance.rows(), luminance.columns());
    int rows = Math.max(1, (int) Math.round(luminance.rows() * scale));
    int columns = Math.max(1, (int) Math.round(luminance.columns() * scale));
    return Resampling.AREA.resample(luminance, rows, columns);
  }

  /**
   * Luminances as ranks in [0, 1], the darkest 0: exposure and tone differ between films, order
   * does not. Equal ones share a rank.
   */
  private static Plane ranks(Plane small) {
    float[] sorted = small.values().clone();
    Arrays.sort(sorted);
    float highest = Math.max(1, sorted.length - 1);
    return small.map(value -> first(sorted, value) / highest);
  }

  /** The first index of a value among rising values that contain it. */
  private static int first(float[] sorted, float value) {
    int low = 0;
    int high = sorted.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private LungOutlines start(double[] apexAndBase, double breadth) {
    double rows = (double) ranks.rows() / SIDE;
    double columns = (double) ranks.columns() / SIDE;
    return new LungOutlines(
        0.5 * columns,
        apexAndBase[0] * rows,
        (0.5 - breadth) * columns,
        (0.5 + breadth) * columns,
        apexAndBase[1] * rows,
        (apexAndBase[1] + 0.02) * rows);
  }

  private Scored climbed(LungOutlines start) {
    Scored best = new Scored(start, score(start));
    for (double step : STEPS) {
      Scored before;
      do {
        before = best;
        for (double[] move : MOVES) {
          best = better(best, move, -step);
          best = better(best, move, step);
        }
      } while (best.score() > before.score());
    }
    return best;
  }

  private Scored better(Scored best, double[] move, double step) {
    double[] lengths = best.outlines().lengths();
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] += step * move[i];
    }
    LungOutlines tried = LungOutlines.of(lengths);
    if (!tried.isPlausible()) {
      return best;
    }
    double score = score(tried);
    return score > best.score() + LEAST_GAIN ? new Scored(tried, score) : best;
  }

  private double score(LungOutlines outlines) {
    Region lungs = lungs(outlines);
    return contrast(lungs) + SIZE_WEIGHT * Math.sqrt(lungs.share());
  }

  private double contrast(LungOutlines outlines) {
    return contrast(lungs(outlines));
  }

  private Region lungs(LungOutlines outlines) {
    return Region.above(Polygon.mask(outlines.polygons(SIDE), ranks.rows(), ranks.columns()), 0.5f);
  }

  /** How much darker lungs are than what lies around them. */
  private double contrast(Region lungs) {
    Region around = lungs.grown(BORDER);
    double inside = 0;
    double outside = 0;
    int insidePixels = 0;
    int borderPixels = 0;
    for (int row = 0; row < ranks.rows(); row++) {
      for (int column = 0; column < ranks.columns(); column++) {
        if (lungs.contains(row, column)) {
          inside += ranks.at(row, column);
          insidePixels++;
        } else if (around.contains(row, column)) {
          outside += ranks.at(row, column);
          borderPixels++;
        }
      }
    }
    return insidePixels < LEAST_LUNGS || borderPixels < LEAST_BORDER
        ? -1
        : outside / borderPixels - inside / insidePixels;
  }
}
