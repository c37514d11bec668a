// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.pack.FileDigests;
import org.orthancprism.models.pack.PackException;

/** Packs are taken only from where nobody else could have put them. */
class PackFolderTest {

  private static final Path DEFAULT = Path.of("../models/packs/default");

  @TempDir private Path parent;
  private Path folder;

  @BeforeEach
  void copyThePack() throws Exception {
    folder = Files.createDirectory(parent.resolve("pack"));
    try (var files = Files.list(DEFAULT)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName().toString()));
      }
    }
    allow(folder.resolve("pack.json"), "rw-r--r--");
  }

  private static void allow(Path path, String permissions) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void aPackThatOnlyItsOwnerCanWriteIsLoaded() throws Exception {
    allow(folder, "rwxr-xr-x");
    assertEquals("default", PackFolder.load(folder, new FileDigests(Clock.systemUTC())).name());
  }

  @Test
  void aFolderOrAManifestThatOthersCanWriteIsRefused() throws Exception {
    allow(folder, "rwxrwxr-x");
    assertRefused();
    allow(folder, "rwxr-xr-x");
    allow(folder.resolve("pack.json"), "rw-r--rw-");
    assertRefused();
  }

  @Test
  void aFolderThatOthersCanPutInItsPlaceIsRefused() throws Exception {
    allow(folder, "rwxr-xr-x");
    allow(parent, "rwxrwxrwx");
    assertRefused();
  }

  @Test
  void whatBelongsToSomebodyElseIsRefused() throws Exception {
    allow(folder, "rwxr-xr-x");
    String owner = Files.getOwner(folder).getName();
    PackFolder.requireProtected(folder, Set.of(owner));
    String message =
        assertThrows(
                PackException.class,
                () -> PackFolder.requireProtected(folder, Set.of("not " + owner)))
            .getMessage();
    assertTrue(message.contains("belongs to " + owner), message);
  }

  private void assertRefused() {
    String message = refusal();
    assertTrue(message.contains("chmod -R go-w"), message);
  }

  private String refusal() {
    return assertThrows(
            PackException.class, () -> PackFolder.load(folder, new FileDigests(Clock.systemUTC())))
        .getMessage();
  }
}
