// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.protection;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native libraries are loaded only from where nobody else could have put them. */
class EngineFoldersTest {

  @TempDir private Path folder;
  private Path cache;
  private Path library;

  @BeforeEach
  void unpackTheEngine() throws Exception {
    cache = Files.createDirectory(folder.resolve("engine"));
    library =
        Files.createFile(Files.createDirectory(cache.resolve("pytorch")).resolve("libtorch.so"));
    allow(cache, "rwxr-xr-x");
    allow(library.getParent(), "rwxr-xr-x");
    allow(library, "rw-r--r--");
  }

  private static void allow(Path path, String permissions) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static String refusal(String variable, Path path) {
    return assertThrows(
            UnprotectedException.class,
            () -> EngineFolders.requireProtected(Map.of(variable, path.toString())))
        .getMessage();
  }

  @Test
  void aCacheThatOnlyItsOwnerCanWriteIsTaken() {
    assertDoesNotThrow(
        () -> EngineFolders.requireProtected(Map.of("ENGINE_CACHE_DIR", cache.toString())));
  }

  @Test
  void aCacheThatIsNotThereYetIsMadeForItsOwnerAlone() throws Exception {
    Path missing = folder.resolve("a/b");
    EngineFolders.requireProtected(Map.of("DJL_CACHE_DIR", missing.toString()));
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(missing)));
  }

  @Test
  void aCacheOrALibraryOrAFolderAboveThatOthersCanWriteIsRefused() throws Exception {
    allow(library, "rw-rw-r--");
    assertTrue(refusal("ENGINE_CACHE_DIR", cache).contains("chmod -R go-w " + library));
    allow(library, "rw-r--r--");
    allow(library.getParent(), "rwxr-xrwx");
    assertTrue(refusal("ENGINE_CACHE_DIR", cache).contains(library.getParent().toString()));
    allow(library.getParent(), "rwxr-xr-x");
    allow(cache, "rwxrwxr-x");
    assertTrue(refusal("DJL_CACHE_DIR", cache).contains("can be written by others"));
    allow(cache, "rwxr-xr-x");
    allow(folder, "rwxrwxrwx");
    assertTrue(refusal("ENGINE_CACHE_DIR", cache).contains(folder.toString()));
  }

  @Test
  void aLinkIsFollowedToWhereItLeads() throws Exception {
    allow(cache, "rwxrwxrwx");
    Path link = Files.createSymbolicLink(folder.resolve("link"), cache);
    assertTrue(refusal("ENGINE_CACHE_DIR", link).contains(cache.toString()));
  }

  @Test
  void librariesOfTheAdministratorsOwnAreLookedAtToo() throws Exception {
    allow(library, "rw-rw-rw-");
    assertTrue(refusal("PYTORCH_LIBRARY_PATH", cache).contains(library.toString()));
  }

  @Test
  void whatNobodyElseCanEnterMayBeAsItIs() throws Exception {
    allow(library, "rw-rw-rw-");
    allow(cache, "rwx------");
    assertDoesNotThrow(
        () -> EngineFolders.requireProtected(Map.of("ENGINE_CACHE_DIR", cache.toString())));
  }

  @Test
  void whatBelongsToSomebodyElseIsRefused() throws Exception {
    String owner = Files.getOwner(library).getName();
    assertDoesNotThrow(() -> ForeignWriters.refuse(library, Set.of(owner)));
    String message =
        assertThrows(
                UnprotectedException.class,
                () -> ForeignWriters.refuse(library, Set.of("not " + owner)))
            .getMessage();
    assertTrue(message.contains("belongs to " + owner), message);
  }
}
