// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.NameBasedUid;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;

/**
 * Writes a film, such as a phantom for a demonstration, as Digital X-Ray Image Storage - For
 * Presentation.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_A.26">PS3.3
 *     A.26</a>
 */
public final class DigitalRadiograph {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

  private DigitalRadiograph() {}

  /**
   * What the object says beside its pixels.
   *
   * @param patientName Patient's Name, for example {@code Phantom^Chest}
   * @param patientId Patient ID
   * @param viewPosition {@code AP} or {@code PA}
   * @param inverted whether the photometric interpretation is MONOCHROME1
   * @param bitsStored 8 to 16
   * @param windowCenter window center, in stored values
   * @param windowWidth window width, in stored values, above 1
   * @param imagerPixelSpacing spacing of the detector's pixels in mm, above 0
   * @param acquired when the film was taken
   */
  public record Description(
      String patientName,
      String patientId,
      String viewPosition,
      boolean inverted,
      int bitsStored,
      double windowCenter,
      double windowWidth,
      double imagerPixelSpacing,
      LocalDateTime acquired) {

    public Description {
      Objects.requireNonNull(patientName, "patientName");
      Objects.requireNonNull(patientId, "patientId");
      Objects.requireNonNull(acquired, "acquired");
      if (!viewPosition.equals("AP") && !viewPosition.equals("PA")) {
        throw new IllegalArgumentException("the view is AP or PA, not " + viewPosition);
      }
      if (bitsStored < 8 || bitsStored > 16) {
        throw new IllegalArgumentException("a film has 8 to 16 bits, not " + bitsStored);
      }
      if (!(windowWidth > 1) || !Double.isFinite(windowCenter) || !(imagerPixelSpacing > 0)) {
        throw new IllegalArgumentException("window width is above 1, pixel spacing above 0");
      }
    }
  }

  /**
   * The object.
   *
   * @param pixels stored values, each of 0 to 2^bitsStored - 1
   * @param description what the object says beside its pixels
   * @param seed all UIDs depend on this text alone
   * @throws IllegalArgumentException if a value does not fit
   */
  public static DicomObject of(StoredPixels pixels, Description description, String seed) {
    DatasetBuilder film = Dataset.builder();
    identify(film, description, seed);
    describeAcquisition(film, description);
    describeImage(film, pixels, description);
    film.setBytes(Tag.PIXEL_DATA, Vr.OW, words(pixels, description.bitsStored()));
    return DicomObject.of(film.build());
  }

  private static void identify(DatasetBuilder film, Description description, String seed) {
    String date = DATE.format(description.acquired());
    String time = TIME.format(description.acquired());
    film.set(Tag.SOP_CLASS_UID, SopClass.DIGITAL_XRAY_IMAGE_FOR_PRESENTATION)
        .set(Tag.SOP_INSTANCE_UID, NameBasedUid.of("instance " + seed))
        .set(Tag.STUDY_INSTANCE_UID, NameBasedUid.of("study " + seed))
        .set(Tag.SERIES_INSTANCE_UID, NameBasedUid.of("series " + seed))
        .set(Tag.PATIENT_NAME, description.patientName())
        .set(Tag.PATIENT_ID, description.patientId())
        .setEmptyIfAbsent(
            Tag.PATIENT_BIRTH_DATE,
            Tag.PATIENT_SEX,
            Tag.REFERRING_PHYSICIAN_NAME,
            Tag.ACCESSION_NUMBER)
        .set(Tag.STUDY_ID, "1")
        .set(Tag.STUDY_DESCRIPTION, "Chest " + description.viewPosition())
        .set(Tag.STUDY_DATE, date)
        .set(Tag.STUDY_TIME, time)
        .set(Tag.SERIES_NUMBER, 1)
        .set(Tag.INSTANCE_NUMBER, 1)
        .set(Tag.ACQUISITION_DATE, date)
        .set(Tag.ACQUISITION_TIME, time)
        .set(Tag.CONTENT_DATE, date)
        .set(Tag.CONTENT_TIME, time)
        .set(Tag.MODALITY, "DX")
        .set(Tag.PRESENTATION_INTENT_TYPE, "FOR PRESENTATION")
        .set(Tag.MANUFACTURER, "orthanc-prism");
  }

  /** DX Series, DX Anatomy Imaged, DX Positioning, DX Detector and Acquisition Context modules. */
  private static void describeAcquisition(DatasetBuilder film, Description description) {
    boolean anteroPosterior = description.viewPosition().equals("AP");
    double spacing = description.imagerPixelSpacing();
    film.set(Tag.BODY_PART_EXAMINED, "CHEST")
        .set(Tag.IMAGE_LATERALITY, "U")
        .set(Tag.ANATOMIC_REGION_SEQUENCE, Codes.CHEST.item())
        .set(Tag.VIEW_POSITION, description.viewPosition())
        .set(
            Tag.VIEW_CODE_SEQUENCE,
            (anteroPosterior ? Codes.ANTERO_POSTERIOR : Codes.POSTERO_ANTERIOR).item())
        .set(Tag.PATIENT_ORIENTATION, "L", "F")
        .set(Tag.DETECTOR_TYPE, "DIRECT")
        .set(Tag.IMAGER_PIXEL_SPACING, spacing, spacing)
        .set(Tag.PIXEL_SPACING, spacing, spacing)
        .setEmptyIfAbsent(Tag.ACQUISITION_CONTEXT_SEQUENCE, Tag.POSITIONER_TYPE);
  }

  /** Image Pixel, DX Image and VOI LUT modules. */
  private static void describeImage(
      DatasetBuilder film, StoredPixels pixels, Description description) {
    film.set(Tag.IMAGE_TYPE, "ORIGINAL", "PRIMARY", "")
        .set(Tag.SAMPLES_PER_PIXEL, 1)
        .set(Tag.PHOTOMETRIC_INTERPRETATION, description.inverted() ? "MONOCHROME1" : "MONOCHROME2")
        .set(Tag.PRESENTATION_LUT_SHAPE, description.inverted() ? "INVERSE" : "IDENTITY")
        .set(Tag.PIXEL_INTENSITY_RELATIONSHIP, "LOG")
        .set(Tag.PIXEL_INTENSITY_RELATIONSHIP_SIGN, description.inverted() ? 1 : -1)
        .set(Tag.ROWS, pixels.rows())
        .set(Tag.COLUMNS, pixels.columns())
        .set(Tag.BITS_ALLOCATED, 16)
        .set(Tag.BITS_STORED, description.bitsStored())
        .set(Tag.HIGH_BIT, description.bitsStored() - 1)
        .set(Tag.PIXEL_REPRESENTATION, 0)
        .set(Tag.RESCALE_INTERCEPT, 0)
        .set(Tag.RESCALE_SLOPE, 1)
        .set(Tag.RESCALE_TYPE, "US")
        .set(Tag.WINDOW_CENTER, description.windowCenter())
        .set(Tag.WINDOW_WIDTH, description.windowWidth())
        .set(Tag.LOSSY_IMAGE_COMPRESSION, "00")
        .set(Tag.BURNED_IN_ANNOTATION, "NO");
  }

  private static byte[] words(StoredPixels pixels, int bitsStored) {
    ByteBuffer words = ByteBuffer.allocate(2 * pixels.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < pixels.size(); i++) {
      int value = pixels.value(i);
      if (value < 0 || value >= 1 << bitsStored) {
        throw new IllegalArgumentException(value + " does not fit " + bitsStored + " bits");
      }
      words.putShort((short) value);
    }
    return words.array();
  }
}
