// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;

/** A pack's weights in the system's cache of files, and out of it. */
final class PageCache {

  private static final int BUFFER = 1 << 20;

  private final List<Path> files = new ArrayList<>();

  /**
   * @throws PackException when the pack lacks a file
   */
  PageCache(Pack pack) throws PackException {
    for (ModuleSpec module : pack.manifest().modules().values()) {
      files.add(pack.file(module.weights()));
    }
  }

  /**
   * Has the system forget the files, so that they come from the disk again: what {@code dd} of
   * coreutils tells it with {@code nocache} (posix_fadvise, POSIX_FADV_DONTNEED), which Java can't.
   */
  void drop() throws IOException, BenchException {
    for (Path file : files) {
      List<String> command =
          List.of(
              "dd",
              "of=" + file,
              "oflag=nocache",
              "conv=notrunc,fdatasync",
              "count=0",
              "if=/dev/null");
      Process dd =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        if (dd.waitFor() != 0) {
          throw new BenchException("dd can't drop " + file + " from the cache: is it coreutils'?");
        }
      } catch (InterruptedException e) {
        dd.destroy();
        Thread.currentThread().interrupt();
        throw new BenchException("interrupted", e);
      }
    }
  }

  /** Reads the files from end to end and keeps nothing. */
  void read() throws IOException {
    for (Path file : files) {
      try (FileChannel in = FileChannel.open(file)) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        while (in.read(buffer.clear()) >= 0) {}
      }
    }
  }
}
