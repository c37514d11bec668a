// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.orthancprism.models.pack.FileDigests;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;

/**
 * Loads packs from folders that only their owner can write: whoever else could write there could
 * replace the manifest together with what it vouches for.
 */
final class PackFolder {

  private PackFolder() {}

  /**
   * The pack in a folder, verified.
   *
   * @param digests what is known of its files from before
   * @throws PackException when it is missing, altered or not understood, or may be altered by
   *     others
   */
  static Pack load(Path folder, FileDigests digests) throws PackException {
    requireProtected(folder);
    return Pack.load(folder, digests);
  }

  private static void requireProtected(Path folder) throws PackException {
    for (Path path : List.of(folder, folder.resolve("pack.json"))) {
      try {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
            || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
          throw new PackException(
              path + " can be written by others than its owner: chmod -R go-w " + folder);
        }
      } catch (IOException e) {
        // Whoever loads it says better what is missing.
        return;
      }
    }
  }
}
