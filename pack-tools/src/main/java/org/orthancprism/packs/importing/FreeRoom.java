// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much room is free where a pack is written. */
public final class FreeRoom {

  private FreeRoom() {}

  /**
   * Bytes that can be written into a folder.
   *
   * @return empty where the system can't say: in a chroot Java finds no mount point, and some file
   *     systems answer nothing, or 0
   */
  public static OptionalLong in(Path folder) {
    try {
      long usable = Files.getFileStore(folder).getUsableSpace();
      return usable > 0 ? OptionalLong.of(usable) : OptionalLong.empty();
    } catch (IOException | UnsupportedOperationException | SecurityException cantTell) {
      return OptionalLong.empty();
    }
  }
}
