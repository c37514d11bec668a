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
 * Loads packs from folders that only their owner can write: whoever else could write there, or
 * could put another folder in its place, could replace the manifest together with what it vouches
 * for.
 */
final class PackFolder {

  private static final String ROOT = "root";
  private static final int STICKY = 01000;

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
   * Refuses what somebody else could change.
   *
   * @param trusted names of those to whom it may belong
   */
  static void requireProtected(Path path, Set<String> trusted) throws PackException {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      boolean open =
          permissions.contains(PosixFilePermission.GROUP_WRITE)
              || permissions.contains(PosixFilePermission.OTHERS_WRITE);
      if (open && !isSticky(path)) {
        throw new PackException(
            path + " can be written by others than the pack's owner: chmod -R go-w " + path);
      }
      String owner = Files.getOwner(path).getName();
      if (!trusted.contains(owner)) {
        throw new PackException(
            path + " belongs to " + owner + ", who is not the pack's owner: chown it");
      }
    } catch (IOException e) {
      throw new PackException(path + " does not tell who can write it: " + e.getMessage());
    }
  }

  /** In such a folder, as /tmp is one, nobody can rename what is another's. */
  private static boolean isSticky(Path path) throws IOException {
    return Files.isDirectory(path) && ((int) Files.getAttribute(path, "unix:mode") & STICKY) != 0;
  }
}
