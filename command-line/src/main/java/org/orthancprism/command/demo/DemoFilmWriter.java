// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.orthancprism.command.picture.GreyPicture;
import org.orthancprism.command.picture.PictureException;
import org.orthancprism.dicom.codec.InstalledCodec;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.film.DigitalRadiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Resampling;

/**
 * Writes the films of {@link DemoFilms} anew, for developers: two films of ChestX-ray14 as Digital
 * X-Ray images of patients with invented names.
 *
 * <p>ChestX-ray14 squeezed its films of 2500 x 2048 pixels into squares; here they have their own
 * proportions again.
 */
public final class DemoFilmWriter {

  private static final Tag PATIENT_IDENTITY_REMOVED = new Tag(0x00120062);
  private static final Tag DEIDENTIFICATION_METHOD = new Tag(0x00120063);

  private static final int DETECTOR_COLUMNS = 2500;
  private static final int DETECTOR_ROWS = 2048;

  /** Width of a cassette in mm, as the detector's own spacing is unknown. */
  private static final double DETECTOR_WIDTH = 430;

  private static final int BITS = 12;
  private static final LocalDateTime ACQUIRED = LocalDateTime.of(2026, 1, 1, 12, 0);

  private DemoFilmWriter() {}

  /** One film: its name in ChestX-ray14, and what becomes of it. */
  private record Film(
      String original, String file, String patient, String view, String sex, String age) {}

  private static final List<Film> FILMS =
      List.of(
          new Film("00002380_002", "1-with-devices", "Demonstration^One", "AP", "M", "043Y"),
          new Film("00002250_002", "2-without-devices", "Demonstration^Two", "PA", "F", "024Y"));

  /**
   * Writes the films.
   *
   * @param arguments folder with the two JPEG or PNG files of ChestX-ray14, and folder for the
   *     DICOM files
   */
  public static void main(String[] arguments) throws IOException, PictureException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("usage: DemoFilmWriter FOLDER_OF_CHESTXRAY14 OUT");
    }
    Path out = Files.createDirectories(Path.of(arguments[1]));
    for (Film film : FILMS) {
      Path picture = Path.of(arguments[0]).resolve(film.original() + ".jpg");
      try (OutputStream file = Files.newOutputStream(out.resolve(film.file() + ".dcm"))) {
        InstalledCodec.find().write(object(film, GreyPicture.read(picture)), file);
      }
    }
  }

  private static DicomObject object(Film film, GreyPicture picture) {
    Plane square = new Plane(picture.rows(), picture.columns(), picture.luminance());
    int rows = Math.round((float) square.columns() * DETECTOR_ROWS / DETECTOR_COLUMNS);
    Plane plane = Resampling.AREA.resample(square, rows, square.columns());
    int white = (1 << BITS) - 1;
    DigitalRadiograph.Description description =
        new DigitalRadiograph.Description(
            film.patient(),
            "DEMO-" + film.file().charAt(0),
            film.view(),
            false,
            BITS,
            (white + 1) / 2.0,
            white + 1,
            DETECTOR_WIDTH / plane.columns(),
            ACQUIRED);
    DicomObject plain =
        DigitalRadiograph.of(
            StoredPixels.ofLuminance(plane.rows(), plane.columns(), plane.values(), BITS),
            description,
            "orthanc-prism demo film " + film.original());
    Dataset dataset =
        plain.dataset().toBuilder()
            .set(Tag.IMAGE_TYPE, "DERIVED", "PRIMARY", "")
            .set(Tag.PATIENT_SEX, film.sex())
            .set(Tag.PATIENT_AGE, film.age())
            .set(Tag.MANUFACTURER, "")
            .set(
                Tag.IMAGE_COMMENTS,
                "ChestX-ray14 " + film.original() + ". " + DemoFilms.ATTRIBUTION)
            .set(
                Tag.DERIVATION_DESCRIPTION,
                "Reduced to 1024 x 1024 pixels of 8 bits by NIH, to 768 x 768 as JPEG, and brought"
                    + " back to the detector's proportions; pixel spacing is assumed")
            .set(Tag.LOSSY_IMAGE_COMPRESSION, "01")
            .set(Tag.LOSSY_IMAGE_COMPRESSION_RATIO, 8)
            .set(Tag.LOSSY_IMAGE_COMPRESSION_METHOD, "ISO_10918_1")
            .add(new Attribute.Text(PATIENT_IDENTITY_REMOVED, Vr.CS, List.of("YES")))
            .add(
                new Attribute.Text(
                    DEIDENTIFICATION_METHOD,
                    Vr.LO,
                    List.of("Published without identity; name, ID and dates invented")))
            .build();
    return DicomObject.of(dataset);
  }
}
