// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution;

import java.util.List;

/** How a documented command is held against what there is. */
sealed interface Way {

  /**
   * It is run, and must end well.
   *
   * @param line what is run: the command itself, or the same on less data
   * @param leaves files that it leaves behind
   */
  record Run(String line, List<String> leaves) implements Way {}

  /**
   * It can't be run where the tests run; what can be told about it without that is checked.
   *
   * @param reason why not
   * @param check fails where the command can't be right
   */
  record Checked(String reason, Check check) implements Way {}

  /** What is asked instead of running a command. */
  @FunctionalInterface
  interface Check {
    void of(String command, Reader reader) throws Exception;
  }
}
