// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.protection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Tells whether others than those who are trusted can write a file or folder. */
public final class ForeignWriters {

  private static final int STICKY = 01000;

  private ForeignWriters() {}

  /**
   * Refuses what another user could change.
   *
   * @param path the file or folder; a link is looked at itself
   * @param owners names of those to whom it may belong
   */
  public static void refuse(Path path, Set<String> owners) throws UnprotectedException {
    refuseWriters(path);
    try {
      String owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
      if (!owners.contains(owner)) {
        throw new UnprotectedException(
            path + " belongs to " + owner + ", who may not be trusted: chown it");
      }
    } catch (IOException e) {
      throw unknown(path, e);
    }
  }

  /** Refuses what its group or all can write, whoever owns it. */
  public static void refuseWriters(Path path) throws UnprotectedException {
    try {
      if (Files.isSymbolicLink(path)) {
        // A link's permissions allow all users to write; the system ignores them.
        return;
      }
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      boolean open =
          permissions.contains(PosixFilePermission.GROUP_WRITE)
              || permissions.contains(PosixFilePermission.OTHERS_WRITE);
      if (open && !isSticky(path)) {
        throw new UnprotectedException(
            path + " can be written by others than its owner: chmod -R go-w " + path);
      }
    } catch (IOException e) {
      throw unknown(path, e);
    }
  }

  private static UnprotectedException unknown(Path path, IOException e) {
    return new UnprotectedException(path + " does not say who can write it: " + e.getMessage());
  }

  /** In such a folder, as /tmp is one, no user can rename another's files. */
  private static boolean isSticky(Path path) throws IOException {
    return Files.isDirectory(path) && ((int) Files.getAttribute(path, "unix:mode") & STICKY) != 0;
  }
}
