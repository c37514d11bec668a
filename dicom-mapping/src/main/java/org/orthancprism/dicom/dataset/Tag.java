// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.dataset;

import java.util.Locale;

/**
 * Tag of a data element. The constants carry the standard's keywords.
 *
 * @param value group in the upper, element in the lower 16 bits
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part06.html#chapter_6">PS3.6
 *     chapter 6</a>
 */
public record Tag(int value) implements Comparable<Tag> {

  public static final Tag FILE_META_INFORMATION_GROUP_LENGTH = new Tag(0x00020000);
  public static final Tag FILE_META_INFORMATION_VERSION = new Tag(0x00020001);
  public static final Tag MEDIA_STORAGE_SOP_CLASS_UID = new Tag(0x00020002);
  public static final Tag MEDIA_STORAGE_SOP_INSTANCE_UID = new Tag(0x00020003);
  public static final Tag TRANSFER_SYNTAX_UID = new Tag(0x00020010);
  public static final Tag IMPLEMENTATION_CLASS_UID = new Tag(0x00020012);
  public static final Tag IMPLEMENTATION_VERSION_NAME = new Tag(0x00020013);
  public static final Tag SPECIFIC_CHARACTER_SET = new Tag(0x00080005);
  public static final Tag IMAGE_TYPE = new Tag(0x00080008);
  public static final Tag INSTANCE_CREATION_DATE = new Tag(0x00080012);
  public static final Tag INSTANCE_CREATION_TIME = new Tag(0x00080013);
  public static final Tag INSTANCE_CREATOR_UID = new Tag(0x00080014);
  public static final Tag SOP_CLASS_UID = new Tag(0x00080016);
  public static final Tag SOP_INSTANCE_UID = new Tag(0x00080018);
  public static final Tag SYNTHETIC_DATA = new Tag(0x0008001C);
  public static final Tag STUDY_DATE = new Tag(0x00080020);
  public static final Tag SERIES_DATE = new Tag(0x00080021);
  public static final Tag ACQUISITION_DATE = new Tag(0x00080022);
  public static final Tag CONTENT_DATE = new Tag(0x00080023);
  public static final Tag ACQUISITION_DATE_TIME = new Tag(0x0008002A);
  public static final Tag STUDY_TIME = new Tag(0x00080030);
  public static final Tag SERIES_TIME = new Tag(0x00080031);
  public static final Tag ACQUISITION_TIME = new Tag(0x00080032);
  public static final Tag CONTENT_TIME = new Tag(0x00080033);
  public static final Tag ACCESSION_NUMBER = new Tag(0x00080050);
  public static final Tag MODALITY = new Tag(0x00080060);
  public static final Tag CONVERSION_TYPE = new Tag(0x00080064);
  public static final Tag PRESENTATION_INTENT_TYPE = new Tag(0x00080068);
  public static final Tag MANUFACTURER = new Tag(0x00080070);
  public static final Tag INSTITUTION_NAME = new Tag(0x00080080);
  public static final Tag INSTITUTION_ADDRESS = new Tag(0x00080081);
  public static final Tag REFERRING_PHYSICIAN_NAME = new Tag(0x00080090);
  public static final Tag CODE_VALUE = new Tag(0x00080100);
  public static final Tag CODING_SCHEME_DESIGNATOR = new Tag(0x00080102);
  public static final Tag CODING_SCHEME_VERSION = new Tag(0x00080103);
  public static final Tag CODE_MEANING = new Tag(0x00080104);
  public static final Tag MAPPING_RESOURCE = new Tag(0x00080105);
  public static final Tag CODING_SCHEME_UID = new Tag(0x0008010C);
  public static final Tag CODING_SCHEME_IDENTIFICATION_SEQUENCE = new Tag(0x00080110);
  public static final Tag CODING_SCHEME_REGISTRY = new Tag(0x00080112);
  public static final Tag CODING_SCHEME_NAME = new Tag(0x00080115);
  public static final Tag CODING_SCHEME_RESPONSIBLE_ORGANIZATION = new Tag(0x00080116);
  public static final Tag TIMEZONE_OFFSET_FROM_UTC = new Tag(0x00080201);
  public static final Tag STATION_NAME = new Tag(0x00081010);
  public static final Tag STUDY_DESCRIPTION = new Tag(0x00081030);
  public static final Tag PROCEDURE_CODE_SEQUENCE = new Tag(0x00081032);
  public static final Tag SERIES_DESCRIPTION = new Tag(0x0008103E);
  public static final Tag INSTITUTIONAL_DEPARTMENT_NAME = new Tag(0x00081040);
  public static final Tag MANUFACTURER_MODEL_NAME = new Tag(0x00081090);
  public static final Tag REFERENCED_STUDY_SEQUENCE = new Tag(0x00081110);
  public static final Tag REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE = new Tag(0x00081111);
  public static final Tag REFERENCED_SERIES_SEQUENCE = new Tag(0x00081115);
  public static final Tag REFERENCED_INSTANCE_SEQUENCE = new Tag(0x0008114A);
  public static final Tag REFERENCED_SOP_CLASS_UID = new Tag(0x00081150);
  public static final Tag REFERENCED_SOP_INSTANCE_UID = new Tag(0x00081155);
  public static final Tag REFERENCED_FRAME_NUMBER = new Tag(0x00081160);
  public static final Tag REFERENCED_IMAGE_SEQUENCE = new Tag(0x00081140);
  public static final Tag REFERENCED_SOP_SEQUENCE = new Tag(0x00081199);
  public static final Tag STUDIES_CONTAINING_OTHER_REFERENCED_INSTANCES_SEQUENCE =
      new Tag(0x00081200);
  public static final Tag DERIVATION_DESCRIPTION = new Tag(0x00082111);
  public static final Tag SOURCE_IMAGE_SEQUENCE = new Tag(0x00082112);
  public static final Tag ANATOMIC_REGION_SEQUENCE = new Tag(0x00082218);
  public static final Tag DERIVATION_CODE_SEQUENCE = new Tag(0x00089215);
  public static final Tag PATIENT_NAME = new Tag(0x00100010);
  public static final Tag PATIENT_ID = new Tag(0x00100020);
  public static final Tag ISSUER_OF_PATIENT_ID = new Tag(0x00100021);
  public static final Tag PATIENT_BIRTH_DATE = new Tag(0x00100030);
  public static final Tag PATIENT_SEX = new Tag(0x00100040);
  public static final Tag QUALITY_CONTROL_SUBJECT = new Tag(0x00100200);
  public static final Tag PATIENT_AGE = new Tag(0x00101010);
  public static final Tag PATIENT_SPECIES_DESCRIPTION = new Tag(0x00102201);
  public static final Tag PATIENT_SPECIES_CODE_SEQUENCE = new Tag(0x00102202);
  public static final Tag SHUTTER_SHAPE = new Tag(0x00181600);
  public static final Tag SHUTTER_LEFT_VERTICAL_EDGE = new Tag(0x00181602);
  public static final Tag SHUTTER_RIGHT_VERTICAL_EDGE = new Tag(0x00181604);
  public static final Tag SHUTTER_UPPER_HORIZONTAL_EDGE = new Tag(0x00181606);
  public static final Tag SHUTTER_LOWER_HORIZONTAL_EDGE = new Tag(0x00181608);
  public static final Tag CENTER_OF_CIRCULAR_SHUTTER = new Tag(0x00181610);
  public static final Tag RADIUS_OF_CIRCULAR_SHUTTER = new Tag(0x00181612);
  public static final Tag VERTICES_OF_POLYGONAL_SHUTTER = new Tag(0x00181620);
  public static final Tag SHUTTER_PRESENTATION_VALUE = new Tag(0x00181622);
  public static final Tag SHUTTER_OVERLAY_GROUP = new Tag(0x00181623);
  public static final Tag BODY_PART_EXAMINED = new Tag(0x00180015);
  public static final Tag DEVICE_SERIAL_NUMBER = new Tag(0x00181000);
  public static final Tag DEVICE_UID = new Tag(0x00181002);
  public static final Tag SECONDARY_CAPTURE_DEVICE_ID = new Tag(0x00181010);
  public static final Tag SECONDARY_CAPTURE_DEVICE_MANUFACTURER = new Tag(0x00181016);
  public static final Tag SECONDARY_CAPTURE_DEVICE_MANUFACTURER_MODEL_NAME = new Tag(0x00181018);
  public static final Tag SECONDARY_CAPTURE_DEVICE_SOFTWARE_VERSIONS = new Tag(0x00181019);
  public static final Tag SOFTWARE_VERSIONS = new Tag(0x00181020);
  public static final Tag PROTOCOL_NAME = new Tag(0x00181030);
  public static final Tag IMAGER_PIXEL_SPACING = new Tag(0x00181164);
  public static final Tag ACQUISITION_DEVICE_PROCESSING_DESCRIPTION = new Tag(0x00181400);
  public static final Tag POSITIONER_TYPE = new Tag(0x00181508);
  public static final Tag NOMINAL_SCANNED_PIXEL_SPACING = new Tag(0x00182010);
  public static final Tag FRAME_LABEL_VECTOR = new Tag(0x00182002);
  public static final Tag VIEW_POSITION = new Tag(0x00185101);
  public static final Tag DETECTOR_TYPE = new Tag(0x00187004);
  public static final Tag FIELD_OF_VIEW_ROTATION = new Tag(0x00187032);
  public static final Tag FIELD_OF_VIEW_HORIZONTAL_FLIP = new Tag(0x00187034);
  public static final Tag CONTRIBUTING_EQUIPMENT_SEQUENCE = new Tag(0x0018A001);
  public static final Tag CONTRIBUTION_DATE_TIME = new Tag(0x0018A002);
  public static final Tag CONTRIBUTION_DESCRIPTION = new Tag(0x0018A003);
  public static final Tag STUDY_INSTANCE_UID = new Tag(0x0020000D);
  public static final Tag SERIES_INSTANCE_UID = new Tag(0x0020000E);
  public static final Tag STUDY_ID = new Tag(0x00200010);
  public static final Tag SERIES_NUMBER = new Tag(0x00200011);
  public static final Tag INSTANCE_NUMBER = new Tag(0x00200013);
  public static final Tag PATIENT_ORIENTATION = new Tag(0x00200020);
  public static final Tag LATERALITY = new Tag(0x00200060);
  public static final Tag IMAGE_LATERALITY = new Tag(0x00200062);
  public static final Tag IMAGE_COMMENTS = new Tag(0x00204000);
  public static final Tag SAMPLES_PER_PIXEL = new Tag(0x00280002);
  public static final Tag PHOTOMETRIC_INTERPRETATION = new Tag(0x00280004);
  public static final Tag PLANAR_CONFIGURATION = new Tag(0x00280006);
  public static final Tag NUMBER_OF_FRAMES = new Tag(0x00280008);
  public static final Tag FRAME_INCREMENT_POINTER = new Tag(0x00280009);
  public static final Tag ROWS = new Tag(0x00280010);
  public static final Tag COLUMNS = new Tag(0x00280011);
  public static final Tag PIXEL_SPACING = new Tag(0x00280030);
  public static final Tag PIXEL_ASPECT_RATIO = new Tag(0x00280034);
  public static final Tag BITS_ALLOCATED = new Tag(0x00280100);
  public static final Tag BITS_STORED = new Tag(0x00280101);
  public static final Tag HIGH_BIT = new Tag(0x00280102);
  public static final Tag PIXEL_REPRESENTATION = new Tag(0x00280103);
  public static final Tag SMALLEST_IMAGE_PIXEL_VALUE = new Tag(0x00280106);
  public static final Tag LARGEST_IMAGE_PIXEL_VALUE = new Tag(0x00280107);
  public static final Tag PIXEL_PADDING_VALUE = new Tag(0x00280120);
  public static final Tag PIXEL_PADDING_RANGE_LIMIT = new Tag(0x00280121);
  public static final Tag BURNED_IN_ANNOTATION = new Tag(0x00280301);
  public static final Tag RECOGNIZABLE_VISUAL_FEATURES = new Tag(0x00280302);
  public static final Tag PIXEL_SPACING_CALIBRATION_TYPE = new Tag(0x00280A02);
  public static final Tag PIXEL_SPACING_CALIBRATION_DESCRIPTION = new Tag(0x00280A04);
  public static final Tag PIXEL_INTENSITY_RELATIONSHIP = new Tag(0x00281040);
  public static final Tag PIXEL_INTENSITY_RELATIONSHIP_SIGN = new Tag(0x00281041);
  public static final Tag WINDOW_CENTER = new Tag(0x00281050);
  public static final Tag WINDOW_WIDTH = new Tag(0x00281051);
  public static final Tag RESCALE_INTERCEPT = new Tag(0x00281052);
  public static final Tag RESCALE_SLOPE = new Tag(0x00281053);
  public static final Tag RESCALE_TYPE = new Tag(0x00281054);
  public static final Tag WINDOW_CENTER_WIDTH_EXPLANATION = new Tag(0x00281055);
  public static final Tag VOILUT_FUNCTION = new Tag(0x00281056);
  public static final Tag SPATIAL_LOCATIONS_PRESERVED = new Tag(0x0028135A);
  public static final Tag LOSSY_IMAGE_COMPRESSION = new Tag(0x00282110);
  public static final Tag LOSSY_IMAGE_COMPRESSION_RATIO = new Tag(0x00282112);
  public static final Tag LOSSY_IMAGE_COMPRESSION_METHOD = new Tag(0x00282114);
  public static final Tag MODALITY_LUT_SEQUENCE = new Tag(0x00283000);
  public static final Tag LUT_DESCRIPTOR = new Tag(0x00283002);
  public static final Tag LUT_EXPLANATION = new Tag(0x00283003);
  public static final Tag MODALITY_LUT_TYPE = new Tag(0x00283004);
  public static final Tag LUT_DATA = new Tag(0x00283006);
  public static final Tag VOILUT_SEQUENCE = new Tag(0x00283010);
  public static final Tag SOFTCOPY_VOILUT_SEQUENCE = new Tag(0x00283110);
  public static final Tag REQUESTED_PROCEDURE_DESCRIPTION = new Tag(0x00321060);
  public static final Tag REQUESTED_PROCEDURE_CODE_SEQUENCE = new Tag(0x00321064);
  public static final Tag SCHEDULED_PROCEDURE_STEP_DESCRIPTION = new Tag(0x00400007);
  public static final Tag PERFORMED_PROCEDURE_STEP_DESCRIPTION = new Tag(0x00400254);
  public static final Tag PERFORMED_PROTOCOL_CODE_SEQUENCE = new Tag(0x00400260);
  public static final Tag REQUEST_ATTRIBUTES_SEQUENCE = new Tag(0x00400275);
  public static final Tag ACQUISITION_CONTEXT_SEQUENCE = new Tag(0x00400555);
  public static final Tag MEASUREMENT_UNITS_CODE_SEQUENCE = new Tag(0x004008EA);
  public static final Tag REQUESTED_PROCEDURE_ID = new Tag(0x00401001);
  public static final Tag PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST = new Tag(0x00402016);
  public static final Tag FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST = new Tag(0x00402017);
  public static final Tag RELATIONSHIP_TYPE = new Tag(0x0040A010);
  public static final Tag VALUE_TYPE = new Tag(0x0040A040);
  public static final Tag CONCEPT_NAME_CODE_SEQUENCE = new Tag(0x0040A043);
  public static final Tag CONTINUITY_OF_CONTENT = new Tag(0x0040A050);
  public static final Tag DATE_TIME = new Tag(0x0040A120);
  public static final Tag DATE = new Tag(0x0040A121);
  public static final Tag TIME = new Tag(0x0040A122);
  public static final Tag PERSON_NAME = new Tag(0x0040A123);
  public static final Tag UID = new Tag(0x0040A124);
  public static final Tag TEXT_VALUE = new Tag(0x0040A160);
  public static final Tag CONCEPT_CODE_SEQUENCE = new Tag(0x0040A168);
  public static final Tag PURPOSE_OF_REFERENCE_CODE_SEQUENCE = new Tag(0x0040A170);
  public static final Tag MEASURED_VALUE_SEQUENCE = new Tag(0x0040A300);
  public static final Tag NUMERIC_VALUE = new Tag(0x0040A30A);
  public static final Tag PREDECESSOR_DOCUMENTS_SEQUENCE = new Tag(0x0040A360);
  public static final Tag REFERENCED_REQUEST_SEQUENCE = new Tag(0x0040A370);
  public static final Tag PERFORMED_PROCEDURE_CODE_SEQUENCE = new Tag(0x0040A372);
  public static final Tag CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE = new Tag(0x0040A375);
  public static final Tag COMPLETION_FLAG = new Tag(0x0040A491);
  public static final Tag VERIFICATION_FLAG = new Tag(0x0040A493);
  public static final Tag PRELIMINARY_FLAG = new Tag(0x0040A496);
  public static final Tag CONTENT_TEMPLATE_SEQUENCE = new Tag(0x0040A504);
  public static final Tag CONTENT_SEQUENCE = new Tag(0x0040A730);
  public static final Tag TEMPLATE_IDENTIFIER = new Tag(0x0040DB00);
  public static final Tag VIEW_CODE_SEQUENCE = new Tag(0x00540220);
  public static final Tag VIEW_MODIFIER_CODE_SEQUENCE = new Tag(0x00540222);
  public static final Tag GRAPHIC_ANNOTATION_SEQUENCE = new Tag(0x00700001);
  public static final Tag GRAPHIC_LAYER = new Tag(0x00700002);
  public static final Tag ANCHOR_POINT_ANNOTATION_UNITS = new Tag(0x00700004);
  public static final Tag GRAPHIC_ANNOTATION_UNITS = new Tag(0x00700005);
  public static final Tag UNFORMATTED_TEXT_VALUE = new Tag(0x00700006);
  public static final Tag TEXT_OBJECT_SEQUENCE = new Tag(0x00700008);
  public static final Tag GRAPHIC_OBJECT_SEQUENCE = new Tag(0x00700009);
  public static final Tag ANCHOR_POINT = new Tag(0x00700014);
  public static final Tag ANCHOR_POINT_VISIBILITY = new Tag(0x00700015);
  public static final Tag GRAPHIC_DIMENSIONS = new Tag(0x00700020);
  public static final Tag NUMBER_OF_GRAPHIC_POINTS = new Tag(0x00700021);
  public static final Tag GRAPHIC_DATA = new Tag(0x00700022);
  public static final Tag GRAPHIC_TYPE = new Tag(0x00700023);
  public static final Tag GRAPHIC_FILLED = new Tag(0x00700024);
  public static final Tag DISPLAYED_AREA_TOP_LEFT_HAND_CORNER = new Tag(0x00700052);
  public static final Tag DISPLAYED_AREA_BOTTOM_RIGHT_HAND_CORNER = new Tag(0x00700053);
  public static final Tag DISPLAYED_AREA_SELECTION_SEQUENCE = new Tag(0x0070005A);
  public static final Tag GRAPHIC_LAYER_SEQUENCE = new Tag(0x00700060);
  public static final Tag GRAPHIC_LAYER_ORDER = new Tag(0x00700062);
  public static final Tag GRAPHIC_LAYER_DESCRIPTION = new Tag(0x00700068);
  public static final Tag CONTENT_LABEL = new Tag(0x00700080);
  public static final Tag CONTENT_DESCRIPTION = new Tag(0x00700081);
  public static final Tag PRESENTATION_CREATION_DATE = new Tag(0x00700082);
  public static final Tag PRESENTATION_CREATION_TIME = new Tag(0x00700083);
  public static final Tag CONTENT_CREATOR_NAME = new Tag(0x00700084);
  public static final Tag PRESENTATION_SIZE_MODE = new Tag(0x00700100);
  public static final Tag PRESENTATION_PIXEL_SPACING = new Tag(0x00700101);
  public static final Tag PRESENTATION_PIXEL_ASPECT_RATIO = new Tag(0x00700102);
  public static final Tag GRAPHIC_LAYER_RECOMMENDED_DISPLAY_CIE_LAB_VALUE = new Tag(0x00700401);
  public static final Tag MAC_ID_NUMBER = new Tag(0x04000005);
  public static final Tag MAC_CALCULATION_TRANSFER_SYNTAX_UID = new Tag(0x04000010);
  public static final Tag MAC_ALGORITHM = new Tag(0x04000015);
  public static final Tag DATA_ELEMENTS_SIGNED = new Tag(0x04000020);
  public static final Tag DIGITAL_SIGNATURE_UID = new Tag(0x04000100);
  public static final Tag DIGITAL_SIGNATURE_DATE_TIME = new Tag(0x04000105);
  public static final Tag CERTIFICATE_TYPE = new Tag(0x04000110);
  public static final Tag CERTIFICATE_OF_SIGNER = new Tag(0x04000115);
  public static final Tag SIGNATURE = new Tag(0x04000120);
  public static final Tag CERTIFIED_TIMESTAMP_TYPE = new Tag(0x04000305);
  public static final Tag CERTIFIED_TIMESTAMP = new Tag(0x04000310);
  public static final Tag PRESENTATION_LUT_SHAPE = new Tag(0x20500020);
  public static final Tag MAC_PARAMETERS_SEQUENCE = new Tag(0x4FFE0001);
  public static final Tag FLOAT_PIXEL_DATA = new Tag(0x7FE00008);
  public static final Tag DOUBLE_FLOAT_PIXEL_DATA = new Tag(0x7FE00009);
  public static final Tag PIXEL_DATA = new Tag(0x7FE00010);
  public static final Tag DIGITAL_SIGNATURES_SEQUENCE = new Tag(0xFFFAFFFA);
  public static final Tag DATA_SET_TRAILING_PADDING = new Tag(0xFFFCFFFC);

  /** The group number, 0 to 0xFFFF. */
  public int group() {
    return value >>> 16;
  }

  /** The element number, 0 to 0xFFFF. */
  public int element() {
    return value & 0xFFFF;
  }

  /** Whether the group is odd, so that the element's meaning is private (PS3.5 7.8). */
  public boolean isPrivate() {
    return (group() & 1) == 1;
  }

  /** Whether the element reserves a block for a private creator (PS3.5 7.8.1). */
  public boolean isPrivateCreator() {
    return isPrivate() && element() >= 0x10 && element() <= 0xFF;
  }

  @Override
  public int compareTo(Tag other) {
    return Integer.compareUnsigned(value, other.value);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "(%04X,%04X)", group(), element());
  }
}
