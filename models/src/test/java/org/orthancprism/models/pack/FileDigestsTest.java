// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.fixture.TinyPacks;

class FileDigestsTest {

  /** A clock on which everything that tests write was written long ago. */
  private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

  @TempDir private Path folder;
  private final AtomicLong read = new AtomicLong();
  private final FileDigests digests = new FileDigests(LATER, read::addAndGet);
  private Path file;

  @BeforeEach
  void writeFile() throws Exception {
    file = Files.writeString(folder.resolve("weights.safetensors"), "first");
  }

  @Test
  void aFileThatDidNotChangeIsReadOnce() throws Exception {
    String digest = digests.of(file);
    assertEquals(TinyPacks.sha256(Files.readAllBytes(file)), digest);
    assertEquals(5, read.get());
    assertEquals(digest, digests.of(file));
    assertEquals(5, read.get());
  }

  @Test
  void aChangeOfTheSameLengthIsNoticed() throws Exception {
    String digest = digests.of(file);
    Files.writeString(file, "other");
    assertNotEquals(digest, digests.of(file));
  }

  @Test
  void aChangeWhoseModificationTimeWasPutBackIsNoticed() throws Exception {
    String digest = digests.of(file);
    FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, "other");
    Files.setLastModifiedTime(file, time);
    assertNotEquals(digest, digests.of(file));
  }

  @Test
  void aFileInTheSamePlaceWithTheSameTimeIsNoticed() throws Exception {
    String digest = digests.of(file);
    Path other = Files.writeString(folder.resolve("other"), "other");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertNotEquals(digest, digests.of(file));
  }

  @Test
  void aChangeBehindALinkIsNoticed() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    String digest = digests.of(link);
    Files.writeString(file, "other");
    assertNotEquals(digest, digests.of(link));
  }

  @Test
  void aFileThatJustChangedIsReadAgainUntilItsTimeTellsAChange() throws Exception {
    FileDigests now = new FileDigests(Clock.systemUTC(), read::addAndGet);
    now.of(file);
    now.of(file);
    assertEquals(10, read.get());
  }
}
