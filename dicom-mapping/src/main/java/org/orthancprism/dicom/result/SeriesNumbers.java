// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Series numbers that sort behind those of any modality, the report last. */
public final class SeriesNumbers {
  private static final int FIRST = 9001;
  private static final int REPORT = 9900;

  private SeriesNumbers() {}

  /** Number of the series that an edit makes: 9001 to 9899, by the edit's name. */
  public static int ofEdit(String editName) {
    CRC32 checksum = new CRC32();
    checksum.update(editName.getBytes(StandardCharsets.UTF_8));
    return FIRST + (int) (checksum.getValue() % (REPORT - FIRST));
  }

  /** Number of the series of reports. */
  public static int ofReport() {
    return REPORT;
  }
}
