// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.edit;

import java.util.Objects;

/**
 * The algorithm that makes counterfactuals: the software, and the pack that it runs.
 *
 * @param manufacturer who makes the software
 * @param modelName name of the software
 * @param softwareVersion its version
 * @param packName name of the pack
 * @param packVersion version of the pack
 * @param packDigest SHA-256 of the pack's manifest, 64 hexadecimal digits
 * @param codec name of the DICOM codec that read the film and writes its results
 */
public record Algorithm(
    String manufacturer,
    String modelName,
    String softwareVersion,
    String packName,
    String packVersion,
    String packDigest,
    String codec) {

  public Algorithm {
    for (String part :
        new String[] {manufacturer, modelName, softwareVersion, packName, packVersion, codec}) {
      if (Objects.requireNonNull(part, "part of an algorithm").isBlank() || part.length() > 64) {
        throw new IllegalArgumentException(
            "names and versions of an algorithm have 1 to 64 characters, unlike: " + part);
      }
    }
    if (!packDigest.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a pack's digest has 64 hexadecimal digits");
    }
  }
}
