// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.code;

/**
 * The coded concepts that are written here, with the context group or template that asks for each.
 *
 * @see <a href="https://dicom.nema.org/medical/dicom/current/output/html/part16.html">PS3.16</a>
 */
public final class Codes {

  // Purposes of reference: CID 7005 contributing equipment, CID 7202 source images.
  public static final CodedConcept SYNTHESIZING_EQUIPMENT = dcm("109100", "Synthesizing Equipment");
  public static final CodedConcept ACQUISITION_EQUIPMENT = dcm("109101", "Acquisition Equipment");
  public static final CodedConcept PROCESSING_EQUIPMENT = dcm("109102", "Processing Equipment");
  public static final CodedConcept SOURCE_IMAGE_FOR_PROCESSING =
      dcm("121322", "Source image for image processing operation");

  // CID 7203 image derivations.
  public static final CodedConcept PIXEL_BY_PIXEL_SUBTRACTION =
      dcm("113062", "Pixel by pixel subtraction");

  // TID 1500 Measurement Report, TID 1204 Language, TID 1002 and 1004 Observer Context.
  public static final CodedConcept IMAGING_MEASUREMENT_REPORT =
      dcm("126000", "Imaging Measurement Report");
  public static final CodedConcept LANGUAGE =
      dcm("121049", "Language of Content Item and Descendants");
  public static final CodedConcept ENGLISH = new CodedConcept("en", "RFC5646", "English");
  public static final CodedConcept OBSERVER_TYPE = dcm("121005", "Observer Type");
  public static final CodedConcept PERSON = dcm("121006", "Person");
  public static final CodedConcept PERSON_OBSERVER_NAME = dcm("121008", "Person Observer Name");
  public static final CodedConcept DEVICE = dcm("121007", "Device");
  public static final CodedConcept DEVICE_OBSERVER_UID = dcm("121012", "Device Observer UID");
  public static final CodedConcept DEVICE_OBSERVER_NAME = dcm("121013", "Device Observer Name");
  public static final CodedConcept DEVICE_OBSERVER_MANUFACTURER =
      dcm("121014", "Device Observer Manufacturer");
  public static final CodedConcept DEVICE_OBSERVER_MODEL_NAME =
      dcm("121015", "Device Observer Model Name");
  public static final CodedConcept PROCEDURE_REPORTED = dcm("121058", "Procedure reported");
  public static final CodedConcept PLAIN_CHEST_XRAY = sct("399208008", "Plain chest X-ray");
  public static final CodedConcept IMAGING_MEASUREMENTS = dcm("126010", "Imaging Measurements");

  // TID 1600 Image Library, TID 1602 Image Library Entry Descriptors, TID 1603 Projection
  // Radiography.
  public static final CodedConcept IMAGE_LIBRARY = dcm("111028", "Image Library");
  public static final CodedConcept IMAGE_LIBRARY_GROUP = dcm("126200", "Image Library Group");
  public static final CodedConcept MODALITY = dcm("121139", "Modality");
  public static final CodedConcept TARGET_REGION = dcm("123014", "Target Region");
  public static final CodedConcept PIXEL_DATA_ROWS = dcm("110910", "Pixel Data Rows");
  public static final CodedConcept PIXEL_DATA_COLUMNS = dcm("110911", "Pixel Data Columns");
  public static final CodedConcept IMAGE_VIEW = dcm("111031", "Image View");
  public static final CodedConcept HORIZONTAL_PIXEL_SPACING =
      dcm("111026", "Horizontal Pixel Spacing");
  public static final CodedConcept VERTICAL_PIXEL_SPACING = dcm("111066", "Vertical Pixel Spacing");

  // CID 33 modalities, CID 4010 views, CID 4031 regions.
  public static final CodedConcept COMPUTED_RADIOGRAPHY = dcm("CR", "Computed Radiography");
  public static final CodedConcept DIGITAL_RADIOGRAPHY = dcm("DX", "Digital Radiography");
  public static final CodedConcept RADIOGRAPHIC_IMAGING = dcm("RG", "Radiographic imaging");
  public static final CodedConcept OTHER_MODALITY = dcm("OT", "Other");
  public static final CodedConcept ANTERO_POSTERIOR = sct("399348003", "antero-posterior");
  public static final CodedConcept POSTERO_ANTERIOR = sct("272479007", "postero-anterior");
  public static final CodedConcept CHEST = sct("51185008", "Chest");
  public static final CodedConcept RIGHT_LUNG = sct("3341006", "Right lung");
  public static final CodedConcept LEFT_LUNG = sct("44029006", "Left lung");
  public static final CodedConcept HEART = sct("80891009", "Heart");
  public static final CodedConcept MEDIASTINUM = sct("72410000", "Mediastinum");
  public static final CodedConcept DIAPHRAGM = sct("5798000", "Diaphragm");
  public static final CodedConcept RIB = sct("113197003", "Rib");
  public static final CodedConcept CHEST_WALL = sct("78904004", "Chest wall");
  public static final CodedConcept NECK = sct("45048000", "Neck");

  // TID 1501 Measurement and Qualitative Evaluation Group.
  public static final CodedConcept MEASUREMENT_GROUP = dcm("125007", "Measurement Group");
  public static final CodedConcept TRACKING_IDENTIFIER = dcm("112039", "Tracking Identifier");
  public static final CodedConcept TRACKING_UID = dcm("112040", "Tracking Unique Identifier");
  public static final CodedConcept FINDING = dcm("121071", "Finding");
  public static final CodedConcept FINDING_SITE = sct("363698007", "Finding Site");
  public static final CodedConcept SOURCE = sct("260753009", "Source");
  public static final CodedConcept COMMENT = dcm("121106", "Comment");
  public static final CodedConcept AREA = sct("42798000", "Area");
  public static final CodedConcept DERIVATION = dcm("121401", "Derivation");
  public static final CodedConcept SOURCE_OF_MEASUREMENT = dcm("121112", "Source of Measurement");
  public static final CodedConcept CERTAINTY_OF_FINDING = dcm("111012", "Certainty of Finding");
  public static final CodedConcept MEAN = sct("373098007", "Mean");
  public static final CodedConcept MAXIMUM = sct("56851009", "Maximum");

  // CID 240 presence, CID 3600 relative times, CID 6042 status of results.
  public static final CodedConcept PRESENT = sct("52101004", "Present");
  public static final CodedConcept ABSENT = sct("272519000", "Absent");
  public static final CodedConcept BEFORE = sct("272113006", "Before");
  public static final CodedConcept AFTER = sct("288563008", "After");
  public static final CodedConcept SUCCEEDED = dcm("111222", "Succeeded");
  public static final CodedConcept FAILED = dcm("111224", "Failed");
  public static final CodedConcept NOT_ATTEMPTED = dcm("111225", "Not Attempted");
  public static final CodedConcept INDETERMINATE = sct("82334004", "Indeterminate");

  // TID 4019 Algorithm Identification, CID 7162 families.
  public static final CodedConcept ALGORITHM_NAME = dcm("111001", "Algorithm Name");
  public static final CodedConcept ALGORITHM_VERSION = dcm("111003", "Algorithm Version");
  public static final CodedConcept ALGORITHM_MANUFACTURER = dcm("122405", "Algorithm Manufacturer");
  public static final CodedConcept ALGORITHM_PARAMETERS = dcm("111002", "Algorithm Parameters");
  public static final CodedConcept ALGORITHM_FAMILY = dcm("111000", "Algorithm Family");
  public static final CodedConcept ARTIFICIAL_INTELLIGENCE =
      dcm("123110", "Artificial Intelligence");

  // UCUM units (CID 7181, CID 7460).
  public static final CodedConcept SQUARE_MILLIMETER = ucum("mm2", "square millimeter");
  public static final CodedConcept MILLIMETER = ucum("mm", "millimeter");
  public static final CodedConcept PERCENT = ucum("%", "Percent");
  public static final CodedConcept NO_UNITS = ucum("1", "no units");
  public static final CodedConcept PIXELS = ucum("{pixels}", "pixels");

  private Codes() {}

  private static CodedConcept dcm(String value, String meaning) {
    return new CodedConcept(value, "DCM", meaning);
  }

  private static CodedConcept sct(String value, String meaning) {
    return new CodedConcept(value, "SCT", meaning);
  }

  private static CodedConcept ucum(String value, String meaning) {
    return new CodedConcept(value, "UCUM", meaning);
  }
}
