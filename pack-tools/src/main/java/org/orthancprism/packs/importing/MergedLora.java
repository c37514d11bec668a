// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import org.orthancprism.packs.configuration.ImportException;

/**
 * What a pack says of a LoRA that was merged into it.
 *
 * @param file name of its file
 * @param digest SHA-256 of its file in lower-case hexadecimal
 * @param scale what it was multiplied by
 */
record MergedLora(String file, String digest, double scale) {

  static MergedLora of(ImportRequest.Lora lora) throws ImportException {
    try {
      return new MergedLora(
          String.valueOf(lora.file().getFileName()),
          DigestedFile.read(lora.file(), count -> {}),
          lora.scale());
    } catch (IOException e) {
      throw new ImportException(lora.file() + " can't be read: check its rights", e);
    }
  }

  /** An entry of the member {@code loras} of {@code pack.json}. */
  JsonObjectBuilder toJson() {
    return Json.createObjectBuilder().add("file", file).add("digest", digest).add("scale", scale);
  }
}
