// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.io.File;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Hex;

/**
 * Fetches one file, and goes on where an earlier try stopped. The part that is there is named after
 * the digest of the whole, so that a part of another revision is never continued. The file gets its
 * own name when its size and digest are those that the hub lists.
 */
final class FileDownload {

  private static final int BUFFER = 1 << 20;

  private final HubClient hub;
  private final HubModel model;
  private final HubFile file;
  private final Path target;
  private final Path part;
  private final LongConsumer progress;
  private MessageDigest digest;
  private long have;
  private long furthest;

  /**
   * @param target where the file goes
   * @param progress receives how many bytes of the file are there
   */
  FileDownload(HubClient hub, HubModel model, HubFile file, Path target, LongConsumer progress) {
    this.hub = hub;
    this.model = model;
    this.file = file;
    this.target = target;
    this.part = part(target, file);
    this.progress = progress;
    this.digest = file.digest().begin(file.size());
  }

  private static Path part(Path target, HubFile file) {
    return target.resolveSibling(
        target.getFileName() + "." + file.digest().hex().substring(0, 16) + ".part");
  }

  /** Bytes of a file that are there, whole or in part. */
  static long present(Path target, HubFile file) {
    return Stream.of(target, part(target, file))
        .map(Path::toFile)
        .filter(File::isFile)
        .mapToLong(there -> Math.min(there.length(), file.size()))
        .findFirst()
        .orElse(0);
  }

  /**
   * Fetches what is missing.
   *
   * @throws HubException when the hub refuses, sends something else, or fails too often
   */
  void run(Retries retries) throws HubException {
    try {
      Files.createDirectories(target.getParent());
      if (isWhole()) {
        progress.accept(file.size());
        return;
      }
      removeOtherParts();
      takeIn();
    } catch (ClosedByInterruptException e) {
      throw HubException.interrupted();
    } catch (IOException e) {
      throw cantWrite(e);
    }
    Retries.Series series = retries.series("fetching " + label());
    while (have < file.size()) {
      series.until(
          () -> {
            try {
              receive();
            } finally {
              if (have > furthest) {
                furthest = have;
                series.advanced();
              }
            }
            return have;
          });
    }
    finish();
  }

  private String label() {
    return file.path() + " of " + model.name();
  }

  private boolean isWhole() throws IOException {
    if (!Files.isRegularFile(target)) {
      return false;
    }
    MessageDigest whole = file.digest().begin(file.size());
    if (Files.size(target) == file.size()) {
      read(target, whole);
    }
    boolean isWhole = Hex.encodeHexString(whole.digest()).equals(file.digest().hex());
    if (!isWhole) {
      Files.delete(target);
    }
    return isWhole;
  }

  private void removeOtherParts() throws IOException {
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(target.getParent(), target.getFileName() + ".*.part")) {
      for (Path other : parts) {
        if (!other.equals(part)) {
          Files.delete(other);
        }
      }
    }
  }

  /** Takes the digest of what an earlier try left. */
  private void takeIn() throws IOException {
    if (Files.exists(part)) {
      if (Files.size(part) > file.size()) {
        Files.delete(part);
      } else {
        read(part, digest);
        have = Files.size(part);
      }
    }
    furthest = have;
    progress.accept(have);
  }

  private static void read(Path path, MessageDigest into) throws IOException {
    try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      while (in.read(buffer.clear()) >= 0) {
        into.update(buffer.flip());
      }
    }
  }

  private void receive() throws HubException, IOException, InterruptedException {
    HttpResponse<TimedBody> response = hub.open(model, file, have);
    try (TimedBody body = response.body()) {
      if (have > 0 && !continues(response)) {
        restart();
        if (response.statusCode() != 200) {
          return;
        }
      }
      OptionalLong length = response.headers().firstValueAsLong("Content-Length");
      if (have + length.orElse(0) > file.size()) {
        throw wrongSize(have + length.getAsLong());
      }
      write(body);
      boolean isAll =
          length.isPresent() || response.headers().firstValue("Transfer-Encoding").isPresent();
      if (have < file.size()) {
        if (isAll) {
          throw wrongSize(have);
        }
        throw new IOException("the connection was cut");
      }
    }
  }

  /** Whether an answer goes on where the part ends; others begin anew. */
  private boolean continues(HttpResponse<?> response) {
    String range = response.headers().firstValue("Content-Range").orElse("");
    return response.statusCode() == 206 && range.startsWith("bytes " + have + "-");
  }

  private void restart() throws HubException {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw cantWrite(e);
    }
    digest = file.digest().begin(file.size());
    have = 0;
    progress.accept(0);
  }

  private void write(TimedBody body) throws HubException, IOException, InterruptedException {
    try (FileChannel out = openPart()) {
      for (List<ByteBuffer> piece = body.next(); !piece.isEmpty(); piece = body.next()) {
        for (ByteBuffer bytes : piece) {
          if (have + bytes.remaining() > file.size()) {
            throw wrongSize(have + bytes.remaining());
          }
          append(out, bytes);
        }
        progress.accept(have);
      }
    }
  }

  private FileChannel openPart() throws HubException {
    try {
      return FileChannel.open(
          part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw cantWrite(e);
    }
  }

  private void append(FileChannel out, ByteBuffer bytes)
      throws HubException, ClosedByInterruptException {
    ByteBuffer same = bytes.duplicate();
    int length = bytes.remaining();
    try {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw cantWrite(e);
    }
    digest.update(same);
    have += length;
  }

  private void finish() throws HubException {
    String got = Hex.encodeHexString(digest.digest());
    try {
      if (!got.equals(file.digest().hex())) {
        Files.deleteIfExists(part);
        throw new HubException(
            label()
                + " came with the digest "
                + got
                + ", and the hub lists "
                + file.digest()
                + ": it was deleted; fetch it again, and ask the hub's operator if that repeats");
      }
      if (file.size() == 0) {
        Files.write(part, new byte[0]);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw cantWrite(e);
    }
  }

  /** What is there is deleted: it is no beginning of the file that is wanted. */
  private HubException wrongSize(long bytes) throws HubException {
    boolean isPointer = LfsPointer.is(part);
    restart();
    return new HubException(
        isPointer
            ? label()
                + " came as a git-LFS pointer in place of its content: the hub, a mirror perhaps,"
                + " lacks the content; it was deleted; take another hub"
            : String.format(
                Locale.ROOT,
                "the hub sends %d bytes or more of %s, and lists %d: they were deleted; fetch it"
                    + " again, and ask the hub's operator if that repeats",
                bytes,
                label(),
                file.size()));
  }

  private HubException cantWrite(IOException cause) {
    return new HubException(
        target + " can't be written (" + cause.getMessage() + "): check rights and room", cause);
  }
}
