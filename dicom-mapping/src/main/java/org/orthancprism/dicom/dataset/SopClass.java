// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.dataset;

/**
 * UIDs of the storage SOP Classes that are read or written here.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part04.html#sect_B.5">PS3.4
 *     B.5</a>
 */
public final class SopClass {
  public static final String COMPUTED_RADIOGRAPHY_IMAGE = "1.2.840.10008.5.1.4.1.1.1";
  public static final String DIGITAL_XRAY_IMAGE_FOR_PRESENTATION = "1.2.840.10008.5.1.4.1.1.1.1";
  public static final String SECONDARY_CAPTURE_IMAGE = "1.2.840.10008.5.1.4.1.1.7";
  public static final String MULTI_FRAME_GRAYSCALE_WORD_SECONDARY_CAPTURE_IMAGE =
      "1.2.840.10008.5.1.4.1.1.7.3";
  public static final String GRAYSCALE_SOFTCOPY_PRESENTATION_STATE = "1.2.840.10008.5.1.4.1.1.11.1";
  public static final String COMPREHENSIVE_SR = "1.2.840.10008.5.1.4.1.1.88.33";
  public static final String COMPREHENSIVE_3D_SR = "1.2.840.10008.5.1.4.1.1.88.34";

  private SopClass() {}
}
