// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.edit;

import java.util.Arrays;
import java.util.Optional;
import org.orthancprism.dicom.film.PixelBands;
import org.orthancprism.dicom.film.Radiograph;

/**
 * Finds the place where a label covers least of the anatomy, nothing of the change, no side marker,
 * and is seen.
 *
 * <p>What a label costs in a place: how near to the centre it lies, where the chest is, how much
 * detail the film has there, and how bright it is, since what lies outside of the body is dark.
 * Borders that are sharper than any of the body's are markers' and printed words', of which a tip
 * may be soft: the label keeps clear of them. The film is looked at in squares of the label's own
 * dots.
 */
public final class LabelPlacement {
  private static final double CENTRALITY = 1;
  private static final double DETAIL = 3;
  private static final double BRIGHTNESS = 0.3;

  /** From one dot to the next, luminance of a body seldom differs by more. */
  private static final double SHARP = 0.15;

  private static final double SHARPNESS = 100;

  /** Dots between the label and a sharp border: more than half of a letter's height. */
  private static final int CLEARANCE = 4;

  /** More than a label can cost otherwise: the last choice, where there is no other. */
  private static final double FORBIDDEN = 100_000;

  private static final int MARGIN = 2;

  private final int dot;
  private final int rows;
  private final int columns;

  private final RectangleSums costs;

  /** By how much borders are sharper than a body's. */
  private final RectangleSums sharpness;

  private LabelPlacement(FilmEdit edit, int dot) {
    this.dot = dot;
    this.rows = edit.rows() / dot;
    this.columns = edit.columns() / dot;
    float[] light = new float[rows * columns];
    double[] cost = new double[rows * columns];
    double[] sharp = new double[rows * columns];
    lookAt(edit, light, cost);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int cell = row * columns + column;
        double detail = detail(light, row, column);
        cost[cell] +=
            CENTRALITY * centrality(row, column) + DETAIL * detail + BRIGHTNESS * light[cell];
        sharp[cell] = SHARPNESS * Math.max(0, detail - SHARP);
      }
    }
    this.costs = new RectangleSums(cost, rows, columns);
    this.sharpness = new RectangleSums(sharp, rows, columns);
  }

  /** Pixels to a dot: letters stay as large to the eye at any size of the film. */
  public static int dot(Radiograph film) {
    return Math.max(1, (int) Math.round(Math.min(film.rows(), film.columns()) / 450.0));
  }

  /**
   * The place for a label.
   *
   * @param height height in dots
   * @param width width in dots
   * @return empty if the film is too small for it
   */
  public static Optional<PixelArea> of(FilmEdit edit, int height, int width) {
    return new LabelPlacement(edit, dot(edit.source())).best(height, width);
  }

  private Optional<PixelArea> best(int height, int width) {
    double least = Double.POSITIVE_INFINITY;
    int bestRow = -1;
    int bestColumn = -1;
    for (int row = rows - MARGIN - height; row >= MARGIN; row--) {
      for (int column = MARGIN; column + width + MARGIN <= columns; column++) {
        double cost = cost(row, column, height, width);
        if (cost < least) {
          least = cost;
          bestRow = row;
          bestColumn = column;
        }
      }
    }
    return bestRow < 0
        ? Optional.empty()
        : Optional.of(new PixelArea(bestRow * dot, bestColumn * dot, height * dot, width * dot));
  }

  private double cost(int row, int column, int height, int width) {
    return costs.of(row, column, row + height, column + width)
        + sharpness.of(
            row - CLEARANCE,
            column - CLEARANCE,
            row + height + CLEARANCE,
            column + width + CLEARANCE);
  }

  /** Takes the brightness of cells, and forbids some. */
  private void lookAt(FilmEdit edit, float[] light, double[] costs) {
    PixelBands.each(
        rows,
        dot * edit.columns(),
        (from, to) -> {
          float[] shown = new float[edit.columns()];
          for (int row = from; row < to; row++) {
            // The middle line stands for the square's brightness, every line for what is forbidden.
            edit.source().luminanceOfRow(row * dot + dot / 2, shown);
            takeLight(shown, light, row * columns);
            for (int line = row * dot; line < (row + 1) * dot; line++) {
              forbid(edit, line, costs, row * columns);
            }
          }
        });
  }

  /** The brightness of cells, from the line of the film that runs through their middle. */
  private void takeLight(float[] shown, float[] light, int firstCell) {
    for (int column = 0; column < columns; column++) {
      float sum = 0;
      for (int x = column * dot; x < (column + 1) * dot; x++) {
        sum += clipped(shown[x]);
      }
      light[firstCell + column] = sum / dot;
    }
  }

  /** Keeps the label off what the edit changed and what a shutter covers in a line of the film. */
  private void forbid(FilmEdit edit, int line, double[] costs, int firstCell) {
    short[] before = edit.source().pixels().words();
    short[] after = edit.pixels().words();
    int start = line * edit.columns();
    int end = start + edit.columns();
    boolean mayBeCovered = edit.source().isCovered(start, end);
    if (!mayBeCovered && Arrays.mismatch(before, start, end, after, start, end) < 0) {
      return;
    }
    for (int column = 0; column < columns; column++) {
      int from = start + column * dot;
      int changes = 0;
      for (int pixel = from; pixel < from + dot; pixel++) {
        changes |= before[pixel] ^ after[pixel];
      }
      if (changes != 0 || (mayBeCovered && edit.source().isCovered(from, from + dot))) {
        costs[firstCell + column] = FORBIDDEN;
      }
    }
  }

  /** 1 in the centre, 0 at the edge. */
  private double centrality(int row, int column) {
    double y = Math.abs((row + 0.5) / rows - 0.5);
    double x = Math.abs((column + 0.5) / columns - 0.5);
    return 1 - 2 * Math.max(x, y);
  }

  private double detail(float[] light, int row, int column) {
    float here = light[row * columns + column];
    float below = light[Math.min(rows - 1, row + 1) * columns + column];
    float beside = light[row * columns + Math.min(columns - 1, column + 1)];
    return Math.abs(here - below) + Math.abs(here - beside);
  }

  /** By comparison: Math.min and Math.max heed the signs of zeros, which takes thrice the time. */
  private static float clipped(float luminance) {
    return luminance < 0 ? 0 : luminance > 1 ? 1 : luminance;
  }
}
