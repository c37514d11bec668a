// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.List;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.code.PrismCodes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.Algorithm;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.recognition.ResultMark;
import org.orthancprism.dicom.selection.SeriesModality;
import org.orthancprism.dicom.version.FilmVersion;

/**
 * What all Secondary Capture images of an edit have in common: patient and study, a series of their
 * own, the equipment, the view, the marks, and what they were made from.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_A.8.1">PS3.3
 *     A.8.1</a>
 */
final class DerivedImage {

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

  private DerivedImage() {}

  /**
   * Which image of which series it is.
   *
   * @param sopClassUid its SOP Class
   * @param sopInstanceUid its SOP Instance UID
   * @param seriesInstanceUid its series
   * @param seriesDescription what the series is called
   * @param mark what it says of film and edit
   */
  record Identity(
      String sopClassUid,
      String sopInstanceUid,
      String seriesInstanceUid,
      String seriesDescription,
      ResultMark mark) {

    /**
     * That of an image of an edit, in the series of that edit's images of the kind.
     *
     * @param image role of the image's UID
     * @param series role of its series' UID
     * @param kind which image of the edit it is
     */
    static Identity of(
        FilmEdit edit,
        Origin origin,
        String sopClassUid,
        DerivedUid.Role image,
        DerivedUid.Role series,
        ResultMark.Kind kind,
        String seriesDescription) {
      String key = edit.edit().identity().key();
      FilmVersion film = edit.source().version();
      return new Identity(
          sopClassUid,
          origin.imageUid(image, key, film),
          origin.seriesUid(series, key, edit.source().dataset()),
          seriesDescription,
          ResultMark.of(kind, film, origin.packDigest(), key));
    }
  }

  /** An image with all but its Image Pixel Module, derivation, references and pixels. */
  static DatasetBuilder begin(FilmEdit edit, Identity identity, boolean labelled, Origin origin) {
    Dataset source = edit.source().dataset();
    StudyContext context = new StudyContext(source, origin.clock());
    DatasetBuilder image = Dataset.builder();
    context.copyTo(image, origin.study());
    identify(image, source, identity, origin, context);
    describeEquipment(image, source, origin.algorithm());
    describeView(image, edit);
    if (labelled) {
      image.set(Tag.BURNED_IN_ANNOTATION, "YES");
    }
    return image;
  }

  private static void identify(
      DatasetBuilder image,
      Dataset source,
      Identity identity,
      Origin origin,
      StudyContext context) {
    image
        .set(Tag.SOP_CLASS_UID, identity.sopClassUid())
        .set(Tag.SOP_INSTANCE_UID, identity.sopInstanceUid())
        .set(Tag.SERIES_INSTANCE_UID, identity.seriesInstanceUid())
        .set(Tag.MODALITY, SeriesModality.of(source).orElse("OT"))
        .set(Tag.SERIES_NUMBER, origin.numbers().of(identity.seriesInstanceUid()))
        .set(Tag.SERIES_DESCRIPTION, identity.seriesDescription())
        .set(Tag.SERIES_DATE, context.date())
        .set(Tag.SERIES_TIME, context.time())
        .set(Tag.INSTANCE_NUMBER, source.integer(Tag.INSTANCE_NUMBER).orElse(1))
        .set(Tag.CONTENT_DATE, context.date())
        .set(Tag.CONTENT_TIME, context.time())
        .set(Tag.INSTANCE_CREATION_DATE, context.date())
        .set(Tag.INSTANCE_CREATION_TIME, context.time())
        .set(Tag.IMAGE_TYPE, identity.mark().imageType())
        .set(Tag.SYNTHETIC_DATA, "YES")
        .set(Tag.CODING_SCHEME_IDENTIFICATION_SEQUENCE, PrismCodes.schemeIdentification());
  }

  /** General Equipment and SC Equipment name what made this object (PS3.3 C.7.5.1, C.8.6.1). */
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

  private static void describeView(DatasetBuilder image, FilmEdit edit) {
    Dataset source = edit.source().dataset();
    StudyContext.copyConforming(OF_THE_VIEW, source, image);
    image.setEmptyIfAbsent(Tag.PATIENT_ORIENTATION);
    if (!source.hasValue(Tag.BODY_PART_EXAMINED)) {
      // Type 2C: nothing says that the body part is not one of a pair (PS3.3 C.7.3.1).
      image.setEmptyIfAbsent(Tag.LATERALITY);
    }
    PixelSpacing.copy(source, image);
    LossyCompression.copy(edit.source(), image);
  }

  /**
   * Says how the image was derived, and from which images.
   *
   * @param description Derivation Description
   * @param derivation the derivation's code
   * @param sources attributes of what it was made from, the film first
   */
  static void describeDerivation(
      DatasetBuilder image, String description, CodedConcept derivation, List<Dataset> sources) {
    List<Reference> references = sources.stream().map(Reference::to).toList();
    image
        .set(Tag.DERIVATION_DESCRIPTION, description)
        .set(Tag.DERIVATION_CODE_SEQUENCE, derivation.item())
        .set(
            Tag.SOURCE_IMAGE_SEQUENCE,
            references.stream()
                .map(each -> sourceImage(each, Codes.SOURCE_IMAGE_FOR_PROCESSING))
                .toList());
    CommonInstanceReference.write(image, sources);
  }

  private static Dataset sourceImage(Reference reference, CodedConcept purpose) {
    return reference.item().toBuilder()
        .set(Tag.SPATIAL_LOCATIONS_PRESERVED, "YES")
        .set(Tag.PURPOSE_OF_REFERENCE_CODE_SEQUENCE, purpose.item())
        .build();
  }
}
