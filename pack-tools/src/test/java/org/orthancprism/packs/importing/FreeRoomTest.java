// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeRoomTest {

  @Test
  void aFolderHasRoom(@TempDir Path folder) {
    assertTrue(FreeRoom.in(folder).orElseThrow() > 0);
  }

  @Test
  void aFileSystemThatFailsOrCantTellIsNoFullOne(@TempDir Path folder) {
    assertEquals(OptionalLong.empty(), FreeRoom.in(folder.resolve("without/mount/point")));
    assertEquals(OptionalLong.empty(), FreeRoom.in(Path.of(URI.create("jrt:/"))));
    assertEquals(OptionalLong.empty(), FreeRoom.in(Path.of("/proc")), "one that says 0");
  }
}
