// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.util.SplittableRandom;
import org.orthancprism.dicom.picture.Glyphs;
import org.orthancprism.models.compositing.Region;
import org.orthancprism.models.film.Blur;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;

/**
 * A film with what is no device drawn onto it: a collimated border, a side marker of lead and
 * printed words.
 *
 * @param film the film with them
 * @param marks where marker and words are
 * @param edges where the collimator's edges are, some pixels to both sides
 */
record FilmMarks(Film film, Region marks, Region edges) {

  private static final String[] SIDES = {"L", "R"};
  private static final String[] WORDS = {"PORTABLE", "SUPINE", "AP ERECT", "SEMI UPRIGHT", "ICU 3"};

  /** Heights as a part of the film's: a marker of 12 to 20 mm, words of 6 to 9 mm. */
  private static final double[] SIDE_HEIGHT = {0.028, 0.047};

  private static final double[] WORD_HEIGHT = {0.014, 0.021};
  private static final double DEEPEST_BORDER = 0.09;
  private static final int BESIDE_EDGE = 3;
  private static final int CLEAR_OF_EDGE = BESIDE_EDGE + 2;

  /**
   * Draws onto a film.
   *
   * @param film luminance in [0, 1], at least 64 pixels on each side
   */
  static FilmMarks over(Film film, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int rows = film.rows();
    int columns = film.columns();
    int top = border(random, rows);
    int bottom = rows - border(random, rows);
    int left = border(random, columns);
    int right = columns - border(random, columns);
    float[] luminance = film.luminance().clone();
    Plane edge = Plane.zeros(rows, columns);
    float outside = random.nextInt(4) == 0 ? 1f : 0.01f;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int i = row * columns + column;
        boolean open = row >= top && row < bottom && column >= left && column < right;
        if (!open) {
          luminance[i] = outside;
        }
        int nearest =
            Math.min(
                Math.min(distance(row, top), distance(row, bottom)),
                Math.min(distance(column, left), distance(column, right)));
        edge.values()[i] =
            nearest <= BESIDE_EDGE && isNear(row, column, top, bottom, left, right) ? 1 : 0;
      }
    }
    Plane marks = Plane.zeros(rows, columns);
    boolean onTheLeft = random.nextBoolean();
    int dot = dot(random, SIDE_HEIGHT, rows);
    String side = SIDES[random.nextInt(SIDES.length)];
    int away = CLEAR_OF_EDGE + 2 * dot;
    int x = onTheLeft ? left + away : right - away - Glyphs.width(side) * dot;
    print(marks, side, top + away + random.nextInt(2 * dot + 1), x, dot);
    String words = WORDS[random.nextInt(WORDS.length)];
    int small = dot(random, WORD_HEIGHT, rows);
    int width = Glyphs.width(words) * small;
    int start = onTheLeft ? right - CLEAR_OF_EDGE - small - width : left + CLEAR_OF_EDGE + small;
    print(marks, words, top + CLEAR_OF_EDGE + 3 * small, start, small);
    float[] soft = Blur.gaussian(marks.values(), rows, columns, 0.5);
    float white = (float) random.nextDouble(0.85, 1);
    for (int i = 0; i < luminance.length; i++) {
      luminance[i] += soft[i] * Math.max(0, white - luminance[i]);
    }
    return new FilmMarks(
        new Film(rows, columns, luminance), Region.above(marks, 0.5f), Region.above(edge, 0.5f));
  }

  private static int distance(int place, int line) {
    return Math.min(Math.abs(place - line), Math.abs(place - line + 1));
  }

  /** Whether a pixel is not beyond the corner of the field, where an edge has ended. */
  private static boolean isNear(int row, int column, int top, int bottom, int left, int right) {
    return row >= top - BESIDE_EDGE
        && row < bottom + BESIDE_EDGE
        && column >= left - BESIDE_EDGE
        && column < right + BESIDE_EDGE;
  }

  private static int border(SplittableRandom random, int length) {
    return 1 + (int) (random.nextDouble(0.01, DEEPEST_BORDER) * length);
  }

  private static int dot(SplittableRandom random, double[] height, int rows) {
    double share = random.nextDouble(height[0], height[1]);
    return Math.max(1, (int) Math.round(share * rows / Glyphs.HEIGHT));
  }

  private static void print(Plane marks, String text, int top, int left, int dot) {
    for (int row = 0; row < Glyphs.HEIGHT * dot; row++) {
      for (int column = 0; column < Glyphs.width(text) * dot; column++) {
        int y = top + row;
        int x = left + column;
        boolean inside = y >= 0 && y < marks.rows() && x >= 0 && x < marks.columns();
        if (inside && Glyphs.isInk(text, row / dot, column / dot)) {
          marks.values()[y * marks.columns() + x] = 1;
        }
      }
    }
  }

  /** Share of a region's pixels that an edit changed. */
  double touched(Region region, Film edited) {
    return ChangedPixels.between(edited, film).share(region::contains);
  }
}
