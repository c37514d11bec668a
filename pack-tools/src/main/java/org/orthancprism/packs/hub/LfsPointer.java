// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The few lines that git keeps in place of a large file's content.
 *
 * @see <a href="https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md">git-LFS specification,
 *     section "The Pointer"</a>
 */
final class LfsPointer {

  /** The specification allows no longer ones. */
  private static final int LONGEST = 1024;

  private static final String BEGINNING = "version https://git-lfs";

  private LfsPointer() {}

  /** Whether a file is a pointer; one that can't be read is none. */
  static boolean is(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      return bytes.length <= LONGEST
          && new String(bytes, StandardCharsets.UTF_8).startsWith(BEGINNING);
    } catch (IOException e) {
      return false;
    }
  }
}
