// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.codec.InstalledCodec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.NativePixels;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.models.film.Film;

class FilmFormatTest {

  private static final Film FILM = new Film(1, 3, new float[] {0f, 0.5f, 1f});

  @Test
  void aPngShowsTheFilmInEightBits() throws Exception {
    int[] samples =
        ImageIO.read(new ByteArrayInputStream(FilmFormat.PNG.bytes(FILM)))
            .getRaster()
            .getPixels(0, 0, 3, 1, (int[]) null);
    assertArrayEquals(new int[] {0, 128, 255}, samples);
  }

  @Test
  void twoPngDifferInTheirPixelsAlone() {
    byte[] one = FilmFormat.PNG.bytes(FILM);
    byte[] other = FilmFormat.PNG.bytes(new Film(1, 3, new float[] {0f, 0.5f, 0.9f}));
    assertEquals(beforePixels(one), beforePixels(other));
    assertArrayEquals(one, FilmFormat.PNG.bytes(FILM));
  }

  private static String beforePixels(byte[] png) {
    String text = new String(png, StandardCharsets.ISO_8859_1);
    return text.substring(0, text.indexOf("IDAT") - 4);
  }

  private static DicomObject dicom(Film film) throws Exception {
    return InstalledCodec.find().read(FilmFormat.DICOM.bytes(film));
  }

  @Test
  void aDicomFileShowsTheFilmInItsWindow() throws Exception {
    DicomObject object = dicom(FILM);
    assertArrayEquals(
        FILM.luminance(), Radiograph.of(object, NativePixels.read(object)).modelLuminance(), 1e-3f);
  }

  @Test
  void twoDicomFilesDifferInPixelsAndRandomNamesAlone() throws Exception {
    Dataset one = dicom(FILM).dataset();
    Dataset same = dicom(FILM).dataset();
    assertNotEquals(one.string(Tag.PATIENT_ID), same.string(Tag.PATIENT_ID));
    assertNotEquals(one.string(Tag.STUDY_INSTANCE_UID), same.string(Tag.STUDY_INSTANCE_UID));
    for (Tag tag :
        List.of(Tag.PATIENT_NAME, Tag.STUDY_DESCRIPTION, Tag.STUDY_DATE, Tag.IMAGE_TYPE)) {
      assertEquals(one.strings(tag), same.strings(tag), tag::toString);
    }
    assertEquals(
        FilmFormat.DICOM.bytes(FILM).length,
        FilmFormat.DICOM.bytes(new Film(1, 3, new float[3])).length);
  }
}
