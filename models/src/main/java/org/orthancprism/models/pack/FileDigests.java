// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Digests of files, taken anew only where a file may have changed.
 *
 * <p>What a file is known by is the device, inode, size, modification time and status change time
 * of the file that a link points to. The last can't be set by a program, so that a file whose
 * modification time was put back is read again too. A file that changed within the last seconds is
 * not remembered: file systems record times in steps, and within one step a second change would not
 * show.
 */
public final class FileDigests {

  private static final int BUFFER = 1 << 20;

  /** Longer than the steps in which any file system records times. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private static final String ATTRIBUTES = "unix:dev,ino,size,lastModifiedTime,ctime";

  private final Clock clock;
  private final ByteCounter read;
  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  private record Known(Map<String, Object> attributes, String digest) {}

  /**
   * Remembers nothing yet.
   *
   * @param clock the time of the file systems
   */
  public FileDigests(Clock clock) {
    this(clock, bytes -> {});
  }

  /**
   * Remembers nothing yet.
   *
   * @param clock the time of the file systems
   * @param read is called as bytes are read
   */
  public FileDigests(Clock clock, ByteCounter read) {
    this.clock = clock;
    this.read = read;
  }

  /** Receives the number of bytes read or written. */
  @FunctionalInterface
  public interface ByteCounter {

    /** Takes the number of bytes since the last call. */
    void advance(long bytes);
  }

  /**
   * SHA-256 of a file in lower-case hexadecimal.
   *
   * @throws IOException when the file can't be read
   */
  public String of(Path file) throws IOException {
    Map<String, Object> before = Files.readAttributes(file, ATTRIBUTES);
    Known earlier = known.get(file);
    if (earlier != null && earlier.attributes().equals(before)) {
      return earlier.digest();
    }
    Instant start = clock.instant();
    String digest = taken(file);
    if (isSettled(before, start) && Files.readAttributes(file, ATTRIBUTES).equals(before)) {
      known.put(file, new Known(before, digest));
    } else {
      known.remove(file);
    }
    return digest;
  }

  private String taken(Path file) throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        read.advance(n);
      }
    }
    return Hex.encodeHexString(digest.digest());
  }

  private static boolean isSettled(Map<String, Object> attributes, Instant at) {
    return attributes.values().stream()
        .filter(FileTime.class::isInstance)
        .map(FileTime.class::cast)
        .allMatch(time -> time.toInstant().plus(SETTLED).isBefore(at));
  }
}
