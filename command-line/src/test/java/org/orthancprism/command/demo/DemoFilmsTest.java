// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.NativePixels;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.dicom.selection.Selection;

class DemoFilmsTest {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private static DicomObject read(Path file) throws Exception {
    return new Part10Codec().read(Files.readAllBytes(file));
  }

  @Test
  void twoRealFilmsAreShippedThatTheSelectionTakesWithoutAGuess() throws Exception {
    List<Path> films = DemoFilms.of(HOME);
    assertEquals(2, films.size());
    for (Path file : films) {
      DicomObject object = read(file);
      assertEquals(
          new Selection.Eligible(List.of()),
          new FilmSelector().select(object.dataset()),
          file + "");
      Radiograph film = Radiograph.of(object, NativePixels.read(object));
      assertEquals(768, film.columns());
      float least = 1;
      float most = 0;
      for (float luminance : film.luminance()) {
        least = Math.min(least, luminance);
        most = Math.max(most, luminance);
      }
      assertTrue(least < 0.1 && most > 0.9, file + " shows " + least + " to " + most);
    }
  }

  @Test
  void theirPatientsAreInventedAndTheirOriginIsTold() throws Exception {
    for (Path file : DemoFilms.of(HOME)) {
      Dataset dataset = read(file).dataset();
      String name = dataset.string(Tag.PATIENT_NAME).orElseThrow();
      assertTrue(name.startsWith("Demonstration^"), name);
      assertEquals("YES", dataset.string(new Tag(0x00120062)).orElseThrow());
      String comments = dataset.string(Tag.IMAGE_COMMENTS).orElseThrow();
      assertTrue(comments.contains(DemoFilms.ATTRIBUTION), comments);
      assertEquals("01", dataset.string(Tag.LOSSY_IMAGE_COMPRESSION).orElseThrow());
    }
  }

  /** What the terms of ChestX-ray14 ask for: link, acknowledgement and citation. */
  @Test
  void theNoticeBesideThemHasLinkAcknowledgementAndCitation() throws Exception {
    String notice =
        Files.readString(DemoFilms.of(HOME).get(0).resolveSibling("NOTICE.md"))
            .replaceAll("\\s+", " ");
    assertTrue(notice.contains("https://nihcc.app.box.com/v/ChestXray-NIHCC"), notice);
    assertTrue(notice.contains("NIH Clinical Center"), notice);
    assertTrue(notice.contains("CVPR 2017, pp. 3462-3471"), notice);
    for (Path file : DemoFilms.of(HOME)) {
      assertTrue(notice.contains(file.getFileName().toString()), notice);
    }
  }
}
