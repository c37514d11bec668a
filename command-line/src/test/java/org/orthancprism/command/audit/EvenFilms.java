// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Films of one grey each. */
final class EvenFilms {

  private static final int SIDE = 64;

  private EvenFilms() {}

  /**
   * Writes some into a folder, which it makes.
   *
   * @param grey that of the first, in 1/255; each is one brighter than the one before
   */
  static Path write(Path folder, int count, int grey) throws IOException {
    Files.createDirectory(folder);
    for (int i = 0; i < count; i++) {
      write(folder.resolve("film-" + i + ".png"), grey + i);
    }
    return folder;
  }

  /** Writes one. */
  static void write(Path file, int grey) throws IOException {
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    int[] samples = new int[SIDE * SIDE];
    Arrays.fill(samples, grey);
    picture.getRaster().setPixels(0, 0, SIDE, SIDE, samples);
    ImageIO.write(picture, "png", file.toFile());
  }
}
