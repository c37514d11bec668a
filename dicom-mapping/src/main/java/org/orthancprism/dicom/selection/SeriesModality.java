// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.ValueRules;
import org.orthancprism.dicom.dataset.Vr;

/**
 * The Modality (0008,0060) of a series.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.7.3.1.1.1">PS3.3
 *     C.7.3.1.1.1</a>
 */
public final class SeriesModality {

  /** Computed and digital radiography, and digitised film. */
  private static final Set<String> RADIOGRAPHS = Set.of("CR", "DX", "RG");

  /** What sites call radiography that the standard calls CR or DX. */
  private static final Set<String> ALSO_RADIOGRAPHS =
      Set.of("DR", "XR", "RX", "DXR", "XRAY", "X-RAY", "X RAY", "RAD", "CXR", "CR/DX");

  /** Values that say nothing. */
  private static final Set<String> PLACEHOLDERS =
      Set.of("UNKNOWN", "UNDEFINED", "DEFAULT", "NONE", "NULL", "N/A", "NA", "ANY", "-", ".", "?");

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
   * The modality of an image as the standard names it: what it says itself, or else what its SOP
   * Class is for.
   *
   * @return empty where neither decides, as with a Secondary Capture image
   */
  public static Optional<String> of(Dataset image) {
    Optional<String> said = said(image);
    if (said.filter(ALSO_RADIOGRAPHS::contains).isPresent()) {
      return Optional.of(bySopClass(image).orElse("DX"));
    }
    return said.filter(modality -> ValueRules.isValid(Vr.CS, modality)).or(() -> bySopClass(image));
  }

  private static Optional<String> said(Dataset image) {
    return image
        .string(Tag.MODALITY)
        .map(SeriesModality::upperCase)
        .filter(modality -> !PLACEHOLDERS.contains(modality));
  }

  private static String upperCase(String modality) {
    return modality.strip().toUpperCase(Locale.ROOT);
  }

  private static Optional<String> bySopClass(Dataset image) {
    return switch (image.string(Tag.SOP_CLASS_UID).orElse("")) {
      case SopClass.COMPUTED_RADIOGRAPHY_IMAGE -> Optional.of("CR");
      case SopClass.DIGITAL_XRAY_IMAGE_FOR_PRESENTATION -> Optional.of("DX");
      default -> Optional.empty();
    };
  }

  /**
   * Whether an image may be a radiograph.
   *
   * @param further what else this installation's radiographs say, in upper case
   */
  static boolean isRadiograph(Dataset image, Set<String> further) {
    return said(image)
        .or(() -> bySopClass(image))
        .filter(
            modality ->
                RADIOGRAPHS.contains(modality)
                    || ALSO_RADIOGRAPHS.contains(modality)
                    || further.contains(modality))
        .isPresent();
  }

  static boolean isKnownForOthers(String modality, Set<String> further) {
    return OTHERS.contains(upperCase(modality)) && !further.contains(upperCase(modality));
  }
}
