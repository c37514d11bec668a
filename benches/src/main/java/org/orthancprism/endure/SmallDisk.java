// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.endure;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A small disk in memory (tmpfs), which can be filled. To mount one needs root; where that is
 * missing the trial goes without.
 */
final class SmallDisk implements AutoCloseable {

  private static final int CHUNK = 1 << 20;
  private static final long SECONDS = 20;

  private final Path folder;
  private final boolean mounted;

  private SmallDisk(Path folder, boolean mounted) {
    this.folder = folder;
    this.mounted = mounted;
  }

  /** Mounts a disk of some megabytes on a folder, if this process may. */
  static SmallDisk mount(Path folder, int megabytes) throws IOException {
    Files.createDirectories(folder);
    boolean mounted =
        System.getProperty("user.name").equals("root")
            && run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "trial", "" + folder);
    return new SmallDisk(folder, mounted);
  }

  /** Whether there is one. */
  boolean isMounted() {
    return mounted;
  }

  /** Takes all the room that is left. */
  void fill() throws IOException {
    byte[] chunk = new byte[CHUNK];
    try (OutputStream out = Files.newOutputStream(filler())) {
      while (true) {
        out.write(chunk);
      }
    } catch (IOException e) {
      // The disk is full, which is what was wanted; what is free, not every system can tell.
      return;
    }
  }

  /** Gives the room back. */
  void clear() throws IOException {
    Files.deleteIfExists(filler());
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  private static boolean run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    if (mounted) {
      run("umount", "" + folder);
    }
  }
}
