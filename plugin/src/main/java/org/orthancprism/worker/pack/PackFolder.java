// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.orthancprism.models.pack.FileDigests;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.protection.ForeignWriters;
import org.orthancprism.protection.UnprotectedException;

/**
 * Loads packs from folders that only their owner can write: other users who could write there, or
 * could put another folder in its place, could replace the manifest together with what it vouches
 * for.
 */
final class PackFolder {

  private static final String ROOT = "root";

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
    Path manifest;
    Set<String> trusted;
    try {
      manifest = folder.resolve("pack.json").toRealPath();
      trusted =
          Set.copyOf(
              List.of(ROOT, System.getProperty("user.name"), Files.getOwner(manifest).getName()));
    } catch (IOException e) {
      // Whoever loads it says better what is missing.
      return;
    }
    for (Path path = manifest; path != null; path = path.getParent()) {
      requireProtected(path, trusted);
    }
  }

  /**
   * Refuses what another user could change.
   *
   * @param trusted names of those to whom it may belong
   */
  static void requireProtected(Path path, Set<String> trusted) throws PackException {
    try {
      ForeignWriters.refuse(path, trusted);
    } catch (UnprotectedException e) {
      throw new PackException(String.valueOf(e.getMessage()));
    }
  }
}
