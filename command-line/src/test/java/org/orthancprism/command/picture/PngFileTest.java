// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs that know nothing of us read in our pictures: ExifTool is one. */
class PngFileTest {

  @TempDir private Path folder;

  private String readByExifTool(PngFile.Content content) throws Exception {
    Path png = folder.resolve("picture.png");
    PngFile.write(new BufferedImage(8, 6, BufferedImage.TYPE_BYTE_GRAY), content, png);
    Process exiftool =
        new ProcessBuilder("exiftool", "-validate", "-all:all", "-a", "-G1", "-s", png.toString())
            .redirectErrorStream(true)
            .start();
    String text =
        new String(exiftool.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .replaceAll(" +", " ");
    assertEquals(0, exiftool.waitFor(), text);
    return text;
  }

  @Test
  void aSyntheticFilmSaysSoInWordsAndToPrograms() throws Exception {
    String read = readByExifTool(PngFile.Content.SYNTHETIC_FILM);
    assertTrue(read.contains("[PNG] Description : SYNTHETIC - NOT FOR DIAGNOSIS."), read);
    assertTrue(read.contains("[XMP-dc] Description : SYNTHETIC - NOT FOR DIAGNOSIS."), read);
    String type = "digitalsourcetype/compositeWithTrainedAlgorithmicMedia";
    assertTrue(read.contains("[XMP-iptcExt] DigitalSourceType : http://cv.iptc.org/"), read);
    assertTrue(read.contains(type), read);
    assertFalse(read.contains("Warning"), read);
  }

  @Test
  void aChartSaysThatItShowsDataOfSyntheticFilms() throws Exception {
    String read = readByExifTool(PngFile.Content.MEASUREMENTS);
    assertTrue(read.contains("[PNG] Description : SYNTHETIC - NOT FOR DIAGNOSIS."), read);
    assertTrue(read.contains("digitalsourcetype/dataDrivenMedia"), read);
  }

  @Test
  void aFilmAsItWasReceivedIsCalledNothingElse() throws Exception {
    String read = readByExifTool(PngFile.Content.SOURCE_FILM);
    assertTrue(read.contains("[PNG] Description : Chest radiograph as it was received"), read);
    assertFalse(read.contains("SYNTHETIC"), read);
    assertFalse(read.contains("DigitalSourceType"), read);
  }
}
