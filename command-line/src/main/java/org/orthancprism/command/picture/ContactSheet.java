// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.orthancprism.dicom.picture.Shade;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Resampling;

/** Films in rows of a picture: the original, what was made of it, and where they differ. */
public final class ContactSheet {

  private static final int GAP = 6;
  private static final int LINE = PixelFont.HEIGHT + 6;
  private static final int WHITE = 0xFFFFFF;

  private final int cellWidth;
  private final List<Entry> entries = new ArrayList<>();

  /** An original, and what was made of it. */
  private record Entry(String title, Film original, Film made) {}

  /**
   * @param cellWidth pixels of one film across, at least 64; films that are wider are made smaller
   */
  public ContactSheet(int cellWidth) {
    if (cellWidth < 64) {
      throw new IllegalArgumentException("a film of a contact sheet has at least 64 pixels across");
    }
    this.cellWidth = cellWidth;
  }

  /**
   * Adds a row.
   *
   * @param title what was asked for
   * @param original luminance in [0, 1]
   * @param made of the same size
   */
  public void add(String title, Film original, Film made) {
    if (original.rows() != made.rows() || original.columns() != made.columns()) {
      throw new IllegalArgumentException("the films differ in size");
    }
    entries.add(new Entry(title, scaled(original), scaled(made)));
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Writes the rows below each other; at least one was added. */
  public void write(Path png) throws IOException {
    int height = entries.stream().mapToInt(entry -> entry.original().rows() + LINE + GAP).sum();
    int width = 3 * (cellWidth + GAP) - GAP;
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int top = 0;
    for (Entry entry : entries) {
      PixelFont.draw(sheet, entry.title(), 2, top + 3, 1, WHITE);
      PixelFont.draw(sheet, PictureLabel.WORDS, cellWidth + GAP + 2, top + 3, 1, WHITE);
      PixelFont.draw(sheet, "DIFFERENCE", 2 * (cellWidth + GAP) + 2, top + 3, 1, WHITE);
      draw(sheet, entry, top + LINE);
      top += LINE + entry.original().rows() + GAP;
    }
    PngFile.write(sheet, PngFile.Content.SYNTHETIC_FILM, png);
  }

  private void draw(BufferedImage sheet, Entry entry, int top) {
    Film original = entry.original();
    for (int row = 0; row < original.rows(); row++) {
      for (int column = 0; column < original.columns(); column++) {
        float before = original.at(row, column);
        float after = entry.made().at(row, column);
        int y = top + row;
        sheet.setRGB(column, y, grey(before));
        sheet.setRGB(cellWidth + GAP + column, y, grey(after));
        int difference = Shade.rgb(before, (after - before) / FilmPicture.FULL_CHANGE);
        sheet.setRGB(2 * (cellWidth + GAP) + column, y, difference);
      }
    }
  }

  private static int grey(float luminance) {
    return 0x010101 * Math.round(255 * Math.max(0f, Math.min(1f, luminance)));
  }

  private Film scaled(Film film) {
    if (film.columns() <= cellWidth) {
      return film;
    }
    int rows = Math.max(1, Math.round((float) film.rows() * cellWidth / film.columns()));
    Plane plane = Resampling.AREA.resample(Plane.of(film), rows, cellWidth);
    return new Film(rows, cellWidth, plane.values());
  }
}
