// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilmPictureTest {

  private static final int ROWS = 200;
  private static final int COLUMNS = 300;

  @TempDir private Path folder;

  private static FilmPicture even(float luminance) {
    float[] values = new float[ROWS * COLUMNS];
    Arrays.fill(values, luminance);
    return new FilmPicture(ROWS, COLUMNS, values);
  }

  private BufferedImage read(Path png) throws Exception {
    return ImageIO.read(png.toFile());
  }

  @Test
  void luminanceBecomesGreyAndWhatLiesOutsideTheWindowIsClipped() throws Exception {
    FilmPicture film = new FilmPicture(1, 4, new float[] {-2f, 0.25f, 1f, 3f});
    Path png = folder.resolve("film.png");
    film.writeSource(png);
    int[] grey = read(png).getRaster().getPixels(0, 0, 4, 1, (int[]) null);
    assertEquals("[0, 64, 255, 255]", Arrays.toString(grey));
  }

  @Test
  void aSyntheticFilmKeepsItsSizeAndCarriesALabelInItsLowerLeftCorner() throws Exception {
    Path plain = folder.resolve("plain.png");
    Path labelled = folder.resolve("labelled.png");
    even(0.5f).writeSynthetic(true, plain);
    even(0.5f).writeSynthetic(false, labelled);
    BufferedImage before = read(plain);
    BufferedImage after = read(labelled);
    assertEquals(before.getWidth(), after.getWidth());
    assertEquals(before.getHeight(), after.getHeight());
    int changed = 0;
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        if (before.getRGB(column, row) != after.getRGB(column, row)) {
          changed++;
          assertTrue(row > ROWS * 0.9 && column < COLUMNS * 0.7, row + ", " + column);
        }
      }
    }
    assertTrue(changed > 100, "pixels of the label: " + changed);
  }
}
