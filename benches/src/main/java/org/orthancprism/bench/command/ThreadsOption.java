// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.command;

import picocli.CommandLine.Option;

/** {@code --threads}: how many threads the engine computes with. */
final class ThreadsOption {

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads to compute with (default: as many as there are processors)")
  private int count = Runtime.getRuntime().availableProcessors();

  /** The number of threads, 1 or more where the user gave a sensible one. */
  int count() {
    return count;
  }
}
