// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColourPictureTest {

  @TempDir private Path folder;

  @Test
  void eachPixelKeepsItsColourAndPaddingIsLeftOut() throws Exception {
    byte[] samples = {(byte) 255, 0, 0, 1, 2, 3, 0};
    Path png = folder.resolve("colour.png");
    new ColourPicture(1, 2, samples).writeSynthetic(true, png);
    BufferedImage picture = ImageIO.read(png.toFile());
    assertEquals(2, picture.getWidth());
    assertEquals(0xFFFF0000, picture.getRGB(0, 0));
    assertEquals(0xFF010203, picture.getRGB(1, 0));
  }

  @Test
  void fewerSamplesThanPixelsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ColourPicture(2, 2, new byte[11]));
  }
}
