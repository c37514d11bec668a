// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What a pack says of itself. Its files are there or not; nothing of them was verified, so that
 * many packs can be looked through.
 *
 * @param folder the pack's folder
 * @param digest SHA-256 of {@code pack.json} in lower-case hexadecimal
 * @param manifest all that {@code pack.json} says
 */
public record PackSummary(Path folder, String digest, PackManifest manifest) {

  /** Larger than any {@code pack.json}; keeps a wrong file from filling the memory. */
  private static final long MAX_MANIFEST_BYTES = 1 << 22;

  /**
   * Reads a pack's {@code pack.json}.
   *
   * @throws PackException when it is missing or not understood
   */
  public static PackSummary read(Path folder) throws PackException {
    byte[] bytes = readManifest(folder);
    return new PackSummary(folder, DigestUtils.sha256Hex(bytes), ManifestReader.read(bytes));
  }

  private static byte[] readManifest(Path folder) throws PackException {
    Path file = folder.resolve(PackFiles.MANIFEST);
    if (!Files.isRegularFile(file)) {
      throw new PackException(
          "there is no pack.json in " + folder + ": give the folder of a complete pack");
    }
    try {
      if (Files.size(file) > MAX_MANIFEST_BYTES) {
        throw new PackException("pack.json in " + folder + " is too large to be one: replace it");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new PackException("pack.json in " + folder + " can't be read: check its rights", e);
    }
  }

  /**
   * Size in bytes of the pack's files, those included that are links to files elsewhere.
   *
   * @throws PackException when one is missing
   */
  public long size() throws PackException {
    long size = 0;
    for (String name : manifest.files().keySet()) {
      try {
        size += Files.size(folder.resolve(name));
      } catch (IOException e) {
        throw new PackException(
            name + " is missing from " + folder + ": copy the pack again, complete", e);
      }
    }
    return size;
  }
}
