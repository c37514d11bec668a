// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.util.Optional;
import java.util.Set;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;

/**
 * The Modality (0008,0060) of a series.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.7.3.1.1.1">PS3.3
 *     C.7.3.1.1.1</a>
 */
public final class SeriesModality {

  /** Computed and digital radiography. */
  private static final Set<String> RADIOGRAPHS = Set.of("CR", "DX");

  /** Series of these hold no radiograph, and may be too large to be looked through. */
  private static final Set<String> OTHERS =
      Set.of(
          "AU",
          "CT",
          "DOC",
          "ECG",
          "ES",
          "HD",
          "KO",
          "MG",
          "MR",
          "NM",
          "OCT",
          "OP",
          "OPT",
          "PR",
          "PT",
          "PX",
          "REG",
          "RF",
          "RTDOSE",
          "RTIMAGE",
          "RTPLAN",
          "RTRECORD",
          "RTSTRUCT",
          "SEG",
          "SM",
          "SMR",
          "SR",
          "US",
          "XA");

  private SeriesModality() {}

  /**
   * The modality of an image: what it says itself, or else what its SOP Class is for.
   *
   * @return empty where neither tells, as with a Secondary Capture image
   */
  public static Optional<String> of(Dataset image) {
    return image.string(Tag.MODALITY).or(() -> bySopClass(image));
  }

  private static Optional<String> bySopClass(Dataset image) {
    return switch (image.string(Tag.SOP_CLASS_UID).orElse("")) {
      case SopClass.COMPUTED_RADIOGRAPHY_IMAGE -> Optional.of("CR");
      case SopClass.DIGITAL_XRAY_IMAGE_FOR_PRESENTATION -> Optional.of("DX");
      default -> Optional.empty();
    };
  }

  static boolean isRadiograph(String modality) {
    return RADIOGRAPHS.contains(modality);
  }

  static boolean isKnownForOthers(String modality) {
    return OTHERS.contains(modality);
  }
}
