// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * The pixels that the film's display shutters cover, as those outside of the collimated field.
 *
 * <p>Of several shapes each covers what lies outside of it; the edges themselves stay visible. A
 * shutter that is damaged, or that would leave nothing to see, covers nothing.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.7.6.11">PS3.3
 *     C.7.6.11 and C.7.6.15</a>
 */
final class DisplayShutter {
  private final int rows;
  private final int columns;
  private final BitSet covered;

  private DisplayShutter(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.covered = new BitSet();
  }

  /** The shutters of a dataset over an image of this size. */
  static DisplayShutter of(Dataset dataset, int rows, int columns) {
    DisplayShutter shutter = new DisplayShutter(rows, columns);
    for (String shape : dataset.strings(Tag.SHUTTER_SHAPE)) {
      switch (shape) {
        case "RECTANGULAR" -> shutter.coverAroundRectangle(dataset);
        case "CIRCULAR" -> shutter.coverAroundCircle(dataset);
        case "POLYGONAL" -> shutter.coverAroundPolygon(dataset);
        case "BITMAP" -> shutter.coverUnderBitmap(dataset);
        default -> {
          // An unknown shape covers nothing.
        }
      }
    }
    if (shutter.covered.cardinality() >= rows * columns) {
      shutter.covered.clear();
    }
    return shutter;
  }

  /** Whether the shutter covers the pixel, given by its row-major index. */
  boolean covers(int pixel) {
    return covered.get(pixel);
  }

  /** Whether the shutter covers one of these pixels. */
  boolean covers(int from, int to) {
    int next = covered.nextSetBit(from);
    return next >= 0 && next < to;
  }

  /** Makes covered pixels black, given the luminance of all pixels. */
  void cover(float[] luminance) {
    for (int start = covered.nextSetBit(0); start >= 0; ) {
      int end = covered.nextClearBit(start);
      Arrays.fill(luminance, start, end, 0);
      start = covered.nextSetBit(end);
    }
  }

  private void coverAroundRectangle(Dataset dataset) {
    int left = dataset.integer(Tag.SHUTTER_LEFT_VERTICAL_EDGE).orElse(1);
    int right = dataset.integer(Tag.SHUTTER_RIGHT_VERTICAL_EDGE).orElse(columns);
    int top = dataset.integer(Tag.SHUTTER_UPPER_HORIZONTAL_EDGE).orElse(1);
    int bottom = dataset.integer(Tag.SHUTTER_LOWER_HORIZONTAL_EDGE).orElse(rows);
    for (int row = 1; row <= rows; row++) {
      boolean inside = row >= top && row <= bottom;
      coverAround(row, inside ? left : 1, inside ? right : 0);
    }
  }

  private void coverAroundCircle(Dataset dataset) {
    List<Double> center = dataset.decimals(Tag.CENTER_OF_CIRCULAR_SHUTTER);
    double radius = dataset.decimal(Tag.RADIUS_OF_CIRCULAR_SHUTTER).orElse(0);
    if (center.size() != 2 || !(radius > 0)) {
      return;
    }
    for (int row = 1; row <= rows; row++) {
      double half = Math.sqrt(radius * radius - Math.pow(row - center.get(0), 2));
      // Beyond the circle there is no half chord: NaN, which becomes an empty span.
      boolean inside = half >= 0;
      coverAround(
          row,
          inside ? (int) Math.ceil(center.get(1) - half) : 1,
          inside ? (int) Math.floor(center.get(1) + half) : 0);
    }
  }

  private void coverAroundPolygon(Dataset dataset) {
    List<Double> vertices = dataset.decimals(Tag.VERTICES_OF_POLYGONAL_SHUTTER);
    if (vertices.size() < 6 || vertices.size() % 2 != 0) {
      return;
    }
    for (int row = 1; row <= rows; row++) {
      BitSet inside = new BitSet(columns + 1);
      double[] crossings = crossings(vertices, row);
      for (int i = 0; i + 1 < crossings.length; i += 2) {
        int first = Math.max(1, (int) Math.ceil(crossings[i]));
        int last = Math.min(columns, (int) Math.floor(crossings[i + 1]));
        if (first <= last) {
          inside.set(first, last + 1);
        }
      }
      for (int column = inside.nextClearBit(1); column <= columns; ) {
        int end = inside.nextSetBit(column);
        int after = end < 0 ? columns + 1 : end;
        coverSpan(row, column, after - 1);
        column = inside.nextClearBit(after);
      }
    }
  }

  /** Where the polygon's edges cross a row, from left to right; an even number of columns. */
  private static double[] crossings(List<Double> vertices, int row) {
    int count = vertices.size() / 2;
    double[] crossings = new double[count];
    int found = 0;
    for (int i = 0; i < count; i++) {
      double row0 = vertices.get(2 * i);
      double column0 = vertices.get(2 * i + 1);
      int next = (i + 1) % count;
      double row1 = vertices.get(2 * next);
      double column1 = vertices.get(2 * next + 1);
      if (row0 <= row != row1 <= row) {
        crossings[found++] = column0 + (row - row0) / (row1 - row0) * (column1 - column0);
      }
    }
    return Arrays.stream(crossings, 0, found).sorted().toArray();
  }

  /** A set bit of the overlay that Shutter Overlay Group names covers its pixel. */
  private void coverUnderBitmap(Dataset dataset) {
    int group = dataset.integer(Tag.SHUTTER_OVERLAY_GROUP).orElse(0);
    byte[] bits = dataset.bytes(overlay(group, 0x3000)).orElse(new byte[0]);
    int bitmapRows = dataset.integer(overlay(group, 0x0010)).orElse(0);
    int bitmapColumns = dataset.integer(overlay(group, 0x0011)).orElse(0);
    List<Double> origin = dataset.decimals(overlay(group, 0x0050));
    if (bitmapRows < 1
        || bitmapColumns < 1
        || 8L * bits.length < (long) bitmapRows * bitmapColumns) {
      return;
    }
    int top = origin.size() == 2 ? origin.get(0).intValue() : 1;
    int left = origin.size() == 2 ? origin.get(1).intValue() : 1;
    for (int i = 0; i < bitmapRows * bitmapColumns; i++) {
      if ((bits[i / 8] >> (i % 8) & 1) == 1) {
        int row = top + i / bitmapColumns;
        int column = left + i % bitmapColumns;
        if (row >= 1 && row <= rows) {
          coverSpan(row, column, column);
        }
      }
    }
  }

  private static Tag overlay(int group, int element) {
    return new Tag(group << 16 | element);
  }

  /** Covers a row but for the columns from {@code first} to {@code last}, which count from 1. */
  private void coverAround(int row, int first, int last) {
    if (first > last) {
      coverSpan(row, 1, columns);
    } else {
      coverSpan(row, 1, first - 1);
      coverSpan(row, last + 1, columns);
    }
  }

  private void coverSpan(int row, int first, int last) {
    int from = Math.max(1, first);
    int to = Math.min(columns, last);
    if (from <= to) {
      int start = (row - 1) * columns - 1;
      covered.set(start + from, start + to + 1);
    }
  }
}
