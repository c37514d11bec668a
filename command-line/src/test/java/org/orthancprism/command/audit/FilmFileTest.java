// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.DigitalRadiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.models.film.Film;

class FilmFileTest {

  @TempDir private Path folder;

  private Path png(String name, int type, int... samples) throws Exception {
    BufferedImage picture = new BufferedImage(samples.length, 1, type);
    if (type == BufferedImage.TYPE_INT_RGB) {
      picture.setRGB(0, 0, samples[0]);
    } else {
      picture.getRaster().setPixels(0, 0, samples.length, 1, samples);
    }
    Path file = folder.resolve(name);
    ImageIO.write(picture, "png", file.toFile());
    return file;
  }

  private static String refusal(Path file) throws Exception {
    FilmFile film = FilmFile.of(file);
    return String.valueOf(assertThrows(AuditException.class, film::read).getMessage());
  }

  private DicomObject radiograph() {
    int[] values = new int[64 * 64];
    values[1] = 2048;
    values[2] = 4095;
    DigitalRadiograph.Description description =
        new DigitalRadiograph.Description(
            "Test^Film", "1", "AP", false, 12, 2048, 4096, 1, LocalDateTime.of(2026, 1, 1, 12, 0));
    return DigitalRadiograph.of(new StoredPixels(64, 64, values), description, "film file test");
  }

  @Test
  void blackAndWhiteOfBothDepthsAreZeroAndOne() throws Exception {
    Film eight = FilmFile.of(png("8.png", BufferedImage.TYPE_BYTE_GRAY, 0, 51, 255)).read();
    Film sixteen =
        FilmFile.of(png("16.PNG", BufferedImage.TYPE_USHORT_GRAY, 0, 13107, 65535)).read();
    assertArrayEquals(new float[] {0, 0.2f, 1}, eight.luminance(), 1e-6f);
    assertArrayEquals(new float[] {0, 0.2f, 1}, sixteen.luminance(), 1e-6f);
  }

  @Test
  void aDicomFilmIsReadThroughItsOwnWindow() throws Exception {
    Path file = folder.resolve("film.dcm");
    Files.write(file, new Part10Codec().write(radiograph()));
    Film film = FilmFile.of(file).read();
    assertEquals(64, film.rows());
    assertEquals(0, film.luminance()[0], 1e-3);
    assertEquals(0.5, film.luminance()[1], 1e-3);
    assertEquals(1, film.luminance()[2], 1e-3);
  }

  private Optional<String> patient(String name, UnaryOperator<DatasetBuilder> change)
      throws Exception {
    Dataset changed = change.apply(radiograph().dataset().toBuilder()).build();
    Path file = folder.resolve(name);
    Files.write(file, new Part10Codec().write(DicomObject.of(changed)));
    return FilmFile.of(file).patient();
  }

  @Test
  void filmsOfOnePatientAreKnownByPatientIdAndIssuerAndElseByTheirStudy() throws Exception {
    Optional<String> first = patient("1.dcm", film -> film.set(Tag.SOP_INSTANCE_UID, "1.2.1"));
    assertTrue(first.isPresent());
    assertEquals(first, patient("2.dcm", film -> film.set(Tag.STUDY_INSTANCE_UID, "1.2.2")));
    assertNotEquals(first, patient("3.dcm", film -> film.set(Tag.PATIENT_ID, "2")));
    assertNotEquals(first, patient("4.dcm", film -> film.set(Tag.ISSUER_OF_PATIENT_ID, "WARD")));
    Optional<String> study = patient("5.dcm", film -> film.set(Tag.PATIENT_ID, ""));
    assertTrue(study.isPresent());
    assertEquals(
        study,
        patient("6.dcm", film -> film.set(Tag.PATIENT_ID, "").set(Tag.SOP_INSTANCE_UID, "1.2.6")));
    assertNotEquals(
        study,
        patient(
            "7.dcm", film -> film.set(Tag.PATIENT_ID, "").set(Tag.STUDY_INSTANCE_UID, "1.2.2")));
  }

  @Test
  void whoseAPictureIsIsNotKnown() throws Exception {
    assertEquals(
        Optional.empty(),
        FilmFile.of(png("eight.png", BufferedImage.TYPE_BYTE_GRAY, 0, 51, 255)).patient());
  }

  @Test
  void colourIsRefused() throws Exception {
    String reason = refusal(png("colour.png", BufferedImage.TYPE_INT_RGB, 0xFF0000));
    assertTrue(reason.contains("not a grey PNG"), reason);
  }

  @Test
  void aDamagedPictureIsRefused() throws Exception {
    Path file = png("cut.png", BufferedImage.TYPE_BYTE_GRAY, 0, 51, 255);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    String reason = refusal(file);
    assertTrue(reason.contains("damaged"), reason);
  }

  @Test
  void whatIsNeitherPngNorDicomIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("notes.txt"), "not a film");
    assertTrue(refusal(file).length() > 10);
  }

  @Test
  void aSyntheticFilmIsNotAudited() throws Exception {
    Dataset marked = radiograph().dataset().toBuilder().set(Tag.SYNTHETIC_DATA, "YES").build();
    Path file = folder.resolve("synthetic.dcm");
    Files.write(file, new Part10Codec().write(DicomObject.of(marked)));
    assertTrue(refusal(file).contains("synthetic"));
  }

  @Test
  void theSameBytesAreTheSameFilmUnderAnyName() throws Exception {
    Path file = png("one.png", BufferedImage.TYPE_BYTE_GRAY, 0, 51, 255);
    Path copy = Files.copy(file, folder.resolve("two.png"));
    AuditFolder films = AuditFolder.of(folder);
    assertEquals(1, films.films().size());
    assertEquals(copy, films.refused().get(0).file());
    assertEquals("the same film as " + file, films.refused().get(0).reason());
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Path missing = folder.resolve("missing");
    AuditException refused = assertThrows(AuditException.class, () -> AuditFolder.of(missing));
    assertTrue(String.valueOf(refused.getMessage()).contains("missing"), refused::toString);
  }
}
