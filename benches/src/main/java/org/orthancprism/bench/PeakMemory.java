// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that this process has held, its native parts included. */
public final class PeakMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";

  private PeakMemory() {}

  /**
   * The greatest resident set size so far in MiB, as Linux counts it (proc(5), {@code VmHWM}).
   *
   * @throws BenchException where the system does not report it
   */
  public static long mebibytes() throws BenchException {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(PEAK)) {
          return kibibytes(line.substring(PEAK.length())) / 1024;
        }
      }
    } catch (IOException | NumberFormatException e) {
      throw new BenchException(STATUS + " can't be read: peak memory is known on Linux only", e);
    }
    throw new BenchException(STATUS + " does not report the peak of memory");
  }

  private static long kibibytes(String amount) {
    return Long.parseLong(amount.replace("kB", "").strip());
  }
}
