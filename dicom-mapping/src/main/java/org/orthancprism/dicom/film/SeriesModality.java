// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.Set;

/**
 * The Modality (0008,0060) of a series.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.7.3.1.1.1">PS3.3
 *     C.7.3.1.1.1</a>
 */
final class SeriesModality {

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

  static boolean isRadiograph(String modality) {
    return RADIOGRAPHS.contains(modality);
  }

  static boolean isKnownForOthers(String modality) {
    return OTHERS.contains(modality);
  }
}
