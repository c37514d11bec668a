// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orthancprism.worker.process.NvidiaSmi;

/** What {@code nvidia-smi} says of the driver and of how much of each GPU's memory is in use. */
sealed interface SmiReport {

  /** One line for each GPU: the driver's version, and MiB in use. */
  String QUERY = "driver_version,memory.used";

  /**
   * It answered.
   *
   * @param driver the driver's version, for example {@code 580.95.05}
   * @param used MiB in use of each GPU; empty of one that does not tell
   */
  record Told(String driver, List<OptionalLong> used) implements SmiReport {
    public Told {
      used = List.copyOf(used);
    }
  }

  /** It is not installed. */
  record Missing() implements SmiReport {}

  /**
   * It did not tell.
   *
   * @param reason why, with its own words where it had some
   */
  record Silent(String reason) implements SmiReport {}

  /** Asks it. */
  static SmiReport of(NvidiaSmi smi) throws InterruptedException {
    NvidiaSmi.Answer answer = smi.ask(QUERY);
    if (answer instanceof NvidiaSmi.Answer.Told told) {
      return parsed(told.words());
    }
    if (answer instanceof NvidiaSmi.Answer.Failed failed) {
      return new Silent("failed with status " + failed.status() + ": " + first(failed.words()));
    }
    return answer instanceof NvidiaSmi.Answer.Hanging hanging
        ? new Silent("did not end within " + hanging.timeLimit().toSeconds() + " s")
        : new Missing();
  }

  private static SmiReport parsed(String words) {
    Pattern line = Pattern.compile("(\\d+(?:\\.\\d+)+), (\\d+|\\[.+])");
    String driver = "";
    List<OptionalLong> used = new ArrayList<>();
    for (String said : words.lines().toList()) {
      Matcher gpu = line.matcher(said.strip());
      if (!gpu.matches()) {
        return new Silent("says what nobody asked for: " + first(words));
      }
      driver = gpu.group(1);
      used.add(
          gpu.group(2).startsWith("[")
              ? OptionalLong.empty()
              : OptionalLong.of(Long.parseLong(gpu.group(2))));
    }
    return used.isEmpty() ? new Silent("names no GPU") : new Told(driver, used);
  }

  /** As much of its words as fits a line. */
  private static String first(String words) {
    String line = words.lines().findFirst().orElse("");
    return line.length() > 120 ? line.substring(0, 120) + "..." : line;
  }
}
