// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.nio.file.Path;
import java.util.List;
import org.orthancprism.dicom.testhelper.Tool;

/** PixelMed's validator of structured reports. */
final class Pixelmed {

  /** Debian's package libpixelmed-java. */
  private static final String JAR = "/usr/share/java/pixelmed.jar";

  private Pixelmed() {}

  /** The limits are those of the JDK, below what PixelMed's own templates need. */
  static Tool.Answer validate(Path report) {
    return Tool.run(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        // Half of the processor's time goes into compiling, for one file.
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Djdk.xml.xpathTotalOpLimit=0",
        "-Djdk.xml.xpathExprOpLimit=0",
        "-Djdk.xml.xpathExprGrpLimit=0",
        "-cp",
        JAR,
        "com.pixelmed.validate.DicomSRValidator",
        report.toString());
  }

  /**
   * Its errors but one, which is a difference of opinion: for PixelMed a Procedure Reported outside
   * of the baseline context group 100 is one, though the template lets any other code be used.
   */
  static List<String> errors(Tool.Answer answer) {
    return answer.linesWith("Error").stream()
        .filter(line -> !line.contains("not found in context group 100"))
        .toList();
  }
}
