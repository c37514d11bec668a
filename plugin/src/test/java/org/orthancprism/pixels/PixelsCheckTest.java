// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.pixels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.recognition.ShownFilm;
import org.orthancprism.testing.TestFilms;

/** Which instances the page may ask Orthanc for. */
class PixelsCheckTest {
  private static final int ROWS = 80;
  private static final int COLUMNS = 70;

  private final List<String> asked = new ArrayList<>();

  private static DicomObject film(UnaryOperator<DatasetBuilder> change) {
    DicomObject whole =
        TestFilms.film(
            new StoredPixels(ROWS, COLUMNS, new int[ROWS * COLUMNS]), "TEST", "AP", "film");
    return DicomObject.of(change.apply(whole.dataset().toBuilder()).build());
  }

  private Optional<String> fault(long size, byte[] file) {
    return answer(size, file).fault();
  }

  private PixelsCheck.Answer answer(long size, byte[] file) {
    PixelsCheck check =
        new PixelsCheck(
            new InstanceFiles(
                uri -> {
                  asked.add(uri);
                  String instance = "{\"ID\": \"ab\", \"FileSize\": " + size + "}";
                  return uri.endsWith("/file") ? file : instance.getBytes(StandardCharsets.UTF_8);
                }),
            new Part10Codec(),
            40_000_000);
    return check.of("ab");
  }

  private String fault(UnaryOperator<DatasetBuilder> change) {
    byte[] file = new Part10Codec().write(film(change));
    return fault(file.length, file).orElse("");
  }

  @Test
  void aWholeFilmMayBeShown() {
    assertEquals("", fault(film -> film));
    assertEquals(List.of("/instances/ab", "/instances/ab/file"), asked);
  }

  @Test
  void whatEndsOrthancMayNot() {
    String gigantic = fault(film -> film.set(Tag.ROWS, 65_535).set(Tag.COLUMNS, 65_535));
    assertTrue(gigantic.contains("cut off"), gigantic);
    String cut = fault(film -> film.setBytes(Tag.PIXEL_DATA, Vr.OW, new byte[1000]));
    assertTrue(cut.contains("cut off"), cut);
    String frames = fault(film -> film.set(Tag.NUMBER_OF_FRAMES, 2_000_000_000));
    assertTrue(frames.contains("cut off"), frames);
    String colour = fault(film -> film.set(Tag.PHOTOMETRIC_INTERPRETATION, "RGB"));
    assertTrue(colour.contains("not grayscale"), colour);
    String none = fault(film -> film.remove(Tag.PIXEL_DATA));
    assertTrue(none.contains("no Pixel Data"), none);
  }

  private Optional<ShownFilm> shows(UnaryOperator<DatasetBuilder> change) {
    byte[] file = new Part10Codec().write(film(change));
    return answer(file.length, file).shows();
  }

  @Test
  void aFilmThatWasSentAgainWithOtherContentShowsAnotherFilm() {
    Optional<ShownFilm> before = shows(film -> film);
    assertTrue(before.isPresent());
    assertEquals(before, shows(film -> film.set(Tag.SERIES_DESCRIPTION, "another")));
    assertNotEquals(before, shows(film -> film.set(Tag.PATIENT_NAME, "Corrected")));
    assertNotEquals(before, shows(film -> film.set(Tag.IMAGE_LATERALITY, "L")));
    byte[] white = new byte[2 * ROWS * COLUMNS];
    Arrays.fill(white, (byte) 15);
    assertNotEquals(before, shows(film -> film.setBytes(Tag.PIXEL_DATA, Vr.OW, white)));
  }

  @Test
  void whatIsNoDicomFileMayNot() {
    assertTrue(fault(5, "hello".getBytes(StandardCharsets.UTF_8)).isPresent());
  }

  @Test
  void aFileThatIsTooLargeIsNotEvenRead() {
    assertTrue(fault(200L << 20, new byte[0]).orElse("").contains("200 MB"));
    assertTrue(fault(20L << 30, new byte[0]).isPresent());
    assertEquals(List.of("/instances/ab", "/instances/ab"), asked);
  }
}
