// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Clock;
import java.util.List;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.code.PrismCodes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.film.Radiograph;

/**
 * A counterfactual as a Secondary Capture image.
 *
 * <p>Not a DX image, since that "shall consist of the result of a single X-Ray exposure". Patient
 * and study are the source's, the series is its own. Stored values keep the source's bits, sign,
 * photometric interpretation, rescale, windows and padding, in 16 bits allocated, so that a pixel
 * that was not edited is the source's pixel and looks the same.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_A.8.1">PS3.3
 *     A.8.1</a>
 */
public final class CounterfactualImage {

  /** General Series and General Image attributes that hold for the edited image as well. */
  private static final List<Tag> OF_THE_VIEW =
      List.of(
          Tag.BODY_PART_EXAMINED,
          Tag.LATERALITY,
          Tag.VIEW_POSITION,
          Tag.PATIENT_ORIENTATION,
          Tag.IMAGE_LATERALITY,
          Tag.ANATOMIC_REGION_SEQUENCE,
          Tag.ACQUISITION_DATE,
          Tag.ACQUISITION_TIME,
          Tag.ACQUISITION_DATE_TIME,
          Tag.BURNED_IN_ANNOTATION,
          Tag.RECOGNIZABLE_VISUAL_FEATURES);

  /**
   * What makes stored values visible (PS3.3 C.11.1, C.11.2), padding, and what covers pixels: a
   * counterfactual without the source's shutters (PS3.3 C.7.6.11) would show what the film hides.
   */
  private static final List<Tag> OF_THE_DISPLAY =
      List.of(
          Tag.RESCALE_INTERCEPT,
          Tag.RESCALE_SLOPE,
          Tag.RESCALE_TYPE,
          Tag.MODALITY_LUT_SEQUENCE,
          Tag.WINDOW_CENTER,
          Tag.WINDOW_WIDTH,
          Tag.WINDOW_CENTER_WIDTH_EXPLANATION,
          Tag.VOILUT_FUNCTION,
          Tag.VOILUT_SEQUENCE,
          Tag.PRESENTATION_LUT_SHAPE,
          Tag.PIXEL_PADDING_VALUE,
          Tag.PIXEL_PADDING_RANGE_LIMIT,
          Tag.SHUTTER_SHAPE,
          Tag.SHUTTER_LEFT_VERTICAL_EDGE,
          Tag.SHUTTER_RIGHT_VERTICAL_EDGE,
          Tag.SHUTTER_UPPER_HORIZONTAL_EDGE,
          Tag.SHUTTER_LOWER_HORIZONTAL_EDGE,
          Tag.CENTER_OF_CIRCULAR_SHUTTER,
          Tag.RADIUS_OF_CIRCULAR_SHUTTER,
          Tag.VERTICES_OF_POLYGONAL_SHUTTER,
          Tag.SHUTTER_PRESENTATION_VALUE);

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private CounterfactualImage() {}

  /**
   * The object. Its UIDs are those of {@link DerivedUid}.
   *
   * @param source the film that was edited
   * @param storedValues stored values of the counterfactual, row-major, as {@link
   *     Radiograph#storedValues} gives them
   * @param edit what was done
   * @param algorithm what did it
   * @param clock tells when
   * @throws IllegalArgumentException if the film has no UIDs, if there are not as many values as
   *     the film has, or one is out of the range of Bits Stored
   */
  public static DicomObject of(
      Radiograph source,
      int[] storedValues,
      EditDescription edit,
      Algorithm algorithm,
      Clock clock) {
    StudyContext context = new StudyContext(source.dataset(), clock);
    DatasetBuilder image = Dataset.builder();
    context.copyTo(image);
    identify(image, source.dataset(), edit, algorithm, context);
    describeEquipment(image, source.dataset(), algorithm);
    describeView(image, source);
    describeDerivation(image, source.dataset(), edit, algorithm);
    setPixels(image, source, storedValues);
    return DicomObject.of(image.build());
  }

  private static void identify(
      DatasetBuilder image,
      Dataset source,
      EditDescription edit,
      Algorithm algorithm,
      StudyContext context) {
    String digest = algorithm.packDigest();
    String study = Reference.studyInstanceUid(source);
    image
        .set(Tag.SOP_CLASS_UID, SopClass.SECONDARY_CAPTURE_IMAGE)
        .set(
            Tag.SOP_INSTANCE_UID,
            DerivedUid.counterfactualImage(
                digest, edit.name(), Reference.to(source).sopInstanceUid()))
        .set(Tag.SERIES_INSTANCE_UID, DerivedUid.counterfactualSeries(digest, edit.name(), study))
        .set(Tag.MODALITY, source.string(Tag.MODALITY).orElse("OT"))
        .set(Tag.SERIES_NUMBER, SeriesNumbers.ofEdit(edit.name()))
        .set(Tag.SERIES_DESCRIPTION, EditTexts.seriesDescription(edit))
        .set(Tag.SERIES_DATE, context.date())
        .set(Tag.SERIES_TIME, context.time())
        .set(Tag.INSTANCE_NUMBER, source.integer(Tag.INSTANCE_NUMBER).orElse(1))
        .set(Tag.CONTENT_DATE, context.date())
        .set(Tag.CONTENT_TIME, context.time())
        .set(Tag.INSTANCE_CREATION_DATE, context.date())
        .set(Tag.INSTANCE_CREATION_TIME, context.time())
        .set(Tag.SYNTHETIC_DATA, "YES")
        .set(Tag.CODING_SCHEME_IDENTIFICATION_SEQUENCE, PrismCodes.schemeIdentification());
  }

  /** General Equipment and SC Equipment tell of what made this object (PS3.3 C.7.5.1, C.8.6.1). */
  private static void describeEquipment(DatasetBuilder image, Dataset source, Algorithm algorithm) {
    image
        .set(Tag.CONVERSION_TYPE, "SYN")
        .set(Tag.MANUFACTURER, algorithm.manufacturer())
        .set(Tag.MANUFACTURER_MODEL_NAME, algorithm.modelName())
        .set(Tag.SOFTWARE_VERSIONS, algorithm.softwareVersion(), algorithm.packVersion())
        .set(Tag.DEVICE_UID, DerivedUid.device(algorithm.packDigest()))
        .set(Tag.SECONDARY_CAPTURE_DEVICE_MANUFACTURER, algorithm.manufacturer())
        .set(Tag.SECONDARY_CAPTURE_DEVICE_MANUFACTURER_MODEL_NAME, algorithm.modelName())
        .set(Tag.SECONDARY_CAPTURE_DEVICE_SOFTWARE_VERSIONS, algorithm.softwareVersion())
        .set(Tag.CONTRIBUTING_EQUIPMENT_SEQUENCE, ContributingEquipment.of(source, algorithm));
  }

  private static void describeView(DatasetBuilder image, Radiograph source) {
    StudyContext.copyConforming(OF_THE_VIEW, source.dataset(), image);
    image.setEmptyIfAbsent(Tag.PATIENT_ORIENTATION);
    if (!source.dataset().hasValue(Tag.BODY_PART_EXAMINED)) {
      // Type 2C: nobody says that the body part is not one of a pair (PS3.3 C.7.3.1).
      image.setEmptyIfAbsent(Tag.LATERALITY);
    }
    PixelSpacing.copy(source.dataset(), image);
    LossyCompression.copy(source, image);
  }

  private static void describeDerivation(
      DatasetBuilder image, Dataset source, EditDescription edit, Algorithm algorithm) {
    Reference reference = Reference.to(source);
    image
        .set(Tag.IMAGE_TYPE, "DERIVED", "SECONDARY")
        .set(Tag.DERIVATION_DESCRIPTION, EditTexts.derivationDescription(edit, algorithm))
        .set(Tag.DERIVATION_CODE_SEQUENCE, PrismCodes.COUNTERFACTUAL_SYNTHESIS.item())
        .set(Tag.SOURCE_IMAGE_SEQUENCE, sourceImage(reference, Codes.SOURCE_IMAGE_FOR_PROCESSING))
        .set(
            Tag.REFERENCED_SERIES_SEQUENCE,
            Dataset.builder()
                .set(Tag.SERIES_INSTANCE_UID, reference.seriesInstanceUid())
                .set(Tag.REFERENCED_INSTANCE_SEQUENCE, reference.item())
                .build());
  }

  private static Dataset sourceImage(Reference reference, CodedConcept purpose) {
    return reference.item().toBuilder()
        .set(Tag.SPATIAL_LOCATIONS_PRESERVED, "YES")
        .set(Tag.PURPOSE_OF_REFERENCE_CODE_SEQUENCE, purpose.item())
        .build();
  }

  private static void setPixels(DatasetBuilder image, Radiograph source, int[] storedValues) {
    image
        .set(Tag.SAMPLES_PER_PIXEL, 1)
        .set(
            Tag.PHOTOMETRIC_INTERPRETATION,
            source.dataset().string(Tag.PHOTOMETRIC_INTERPRETATION).orElse("MONOCHROME2"))
        .set(Tag.ROWS, source.rows())
        .set(Tag.COLUMNS, source.columns())
        .set(Tag.BITS_ALLOCATED, 16)
        .set(Tag.BITS_STORED, source.bitsStored())
        .set(Tag.HIGH_BIT, source.bitsStored() - 1)
        .set(Tag.PIXEL_REPRESENTATION, source.isSigned() ? 1 : 0);
    StudyContext.copyConforming(OF_THE_DISPLAY, source.dataset(), image);
    if (source.dataset().strings(Tag.SHUTTER_SHAPE).contains("BITMAP")) {
      // The overlay that such a shutter consists of is not copied.
      image.remove(Tag.SHUTTER_SHAPE);
    }
    image.setBytes(Tag.PIXEL_DATA, Vr.OW, words(source, storedValues));
  }

  private static byte[] words(Radiograph source, int[] storedValues) {
    if (storedValues.length != source.rows() * source.columns()) {
      throw new IllegalArgumentException(
          storedValues.length
              + " values are not those of "
              + source.rows()
              + " x "
              + source.columns()
              + " pixels");
    }
    int least = source.minimumStoredValue();
    int most = source.maximumStoredValue();
    byte[] words = new byte[2 * storedValues.length];
    for (int i = 0; i < storedValues.length; i++) {
      int value = storedValues[i];
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            value + " does not fit " + source.bitsStored() + " bits");
      }
      WORDS.set(words, 2 * i, (short) value);
    }
    return words;
  }
}
