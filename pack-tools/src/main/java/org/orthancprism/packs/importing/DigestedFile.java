// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/** A new file whose SHA-256 (FIPS 180-4) is taken as it is written. */
final class DigestedFile implements WritableByteChannel {

  private static final int BUFFER = 1 << 20;

  private final FileChannel file;
  private final ByteCounter counter;
  private final MessageDigest digest = DigestUtils.getSha256Digest();

  private DigestedFile(FileChannel file, ByteCounter counter) {
    this.file = file;
    this.counter = counter;
  }

  /** Receives the number of bytes read or written since the last call. */
  @FunctionalInterface
  interface ByteCounter {
    void advance(long bytes);
  }

  /** Creates a file that is not there yet. */
  static DigestedFile create(Path path, ByteCounter counter) throws IOException {
    return new DigestedFile(
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), counter);
  }

  /** Copies a file; gives the copy's digest. */
  static String copy(Path from, Path to, ByteCounter counter) throws IOException {
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        DigestedFile out = create(to, counter)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
      while (in.read(buffer.clear()) >= 0) {
        out.write(buffer.flip());
      }
      return out.digest();
    }
  }

  /** The digest of a file that is there. */
  static String read(Path path, ByteCounter counter) throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
      for (int n = in.read(buffer.clear()); n >= 0; n = in.read(buffer.clear())) {
        digest.update(buffer.flip());
        counter.advance(n);
      }
    }
    return Hex.encodeHexString(digest.digest());
  }

  @Override
  public int write(ByteBuffer data) throws IOException {
    int length = data.remaining();
    digest.update(data.duplicate());
    while (data.hasRemaining()) {
      file.write(data);
    }
    counter.advance(length);
    return length;
  }

  /** The digest of all that was written, in lower-case hexadecimal; asked for once, at the end. */
  String digest() {
    return Hex.encodeHexString(digest.digest());
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
