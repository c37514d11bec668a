// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.signature;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * The parts of a result that are signed by themselves beside the whole, so that a verification can
 * tell which of them was altered. The comment behind a tag names its attribute.
 */
public enum SignedPart {
  /** Whom it shows, for which order, in which study and series, under which UID. */
  IDENTITY(
      0x00080016, // SOPClassUID
      0x00080018, // SOPInstanceUID
      0x00080020, // StudyDate
      0x00080030, // StudyTime
      0x00080050, // AccessionNumber
      0x00100010, // PatientName
      0x00100020, // PatientID
      0x00100021, // IssuerOfPatientID
      0x00100030, // PatientBirthDate
      0x00100040, // PatientSex
      0x0020000D, // StudyInstanceUID
      0x0020000E, // SeriesInstanceUID
      0x00200010 // StudyID
      ),

  /** What an image shows, and how it is displayed and measured. */
  PIXELS(
      0x00181164, // ImagerPixelSpacing
      0x00182010, // NominalScannedPixelSpacing
      0x00280002, // SamplesPerPixel
      0x00280004, // PhotometricInterpretation
      0x00280006, // PlanarConfiguration
      0x00280008, // NumberOfFrames
      0x00280010, // Rows
      0x00280011, // Columns
      0x00280030, // PixelSpacing
      0x00280034, // PixelAspectRatio
      0x00280100, // BitsAllocated
      0x00280101, // BitsStored
      0x00280102, // HighBit
      0x00280103, // PixelRepresentation
      0x00280120, // PixelPaddingValue
      0x00280121, // PixelPaddingRangeLimit
      0x00281050, // WindowCenter
      0x00281051, // WindowWidth
      0x00281052, // RescaleIntercept
      0x00281053, // RescaleSlope
      0x00281056, // VOILUTFunction
      0x00283000, // ModalityLUTSequence
      0x00283010, // VOILUTSequence
      0x20500020, // PresentationLUTShape
      0x7FE00010 // PixelData
      ),

  /** What a report or a presentation state says, together with the {@link ContentDigest}. */
  CONTENT(
      0x0040A040, // ValueType
      0x0040A043, // ConceptNameCodeSequence
      0x0040A050, // ContinuityOfContent
      0x0040A491, // CompletionFlag
      0x0040A493, // VerificationFlag
      0x0040A504, // ContentTemplateSequence
      0x00283110, // SoftcopyVOILUTSequence
      0x0070005A, // DisplayedAreaSelectionSequence
      0x00700060 // GraphicLayerSequence
      ),

  /** What it was made from, how, and by what. */
  DERIVATION(
      0x00080070, // Manufacturer
      0x00081090, // ManufacturerModelName
      0x00081115, // ReferencedSeriesSequence
      0x00081200, // StudiesContainingOtherReferencedInstancesSequence
      0x00082111, // DerivationDescription
      0x00082112, // SourceImageSequence
      0x00089215, // DerivationCodeSequence
      0x00181002, // DeviceUID
      0x00181020 // SoftwareVersions
      ),

  /** What says that it is synthetic. */
  MARKS(
      0x00080008, // ImageType
      0x0008001C, // SyntheticData
      0x00080064, // ConversionType
      0x0008103E, // SeriesDescription
      0x0018A001, // ContributingEquipmentSequence
      0x00280301, // BurnedInAnnotation
      0x00700081 // ContentDescription
      );

  @SuppressWarnings("ImmutableEnumChecker") // it is unmodifiable
  private final Set<Tag> tags;

  SignedPart(int... tags) {
    this.tags = Arrays.stream(tags).mapToObj(Tag::new).collect(Collectors.toUnmodifiableSet());
  }

  /** The attributes of a dataset that belong to this part. */
  Dataset of(Dataset dataset) {
    return Dataset.of(
        dataset.attributes().filter(attribute -> tags.contains(attribute.tag())).toList());
  }

  /** Whether all of these belong to this part. */
  boolean hasAll(Set<Tag> others) {
    return tags.containsAll(others);
  }

  /** The part in a word. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
