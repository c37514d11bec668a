// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the user before something is done.
 *
 * @param answers where answers come from; empty where nobody is there to give any
 * @param out where questions go
 */
public record Consent(Optional<BufferedReader> answers, PrintWriter out) {

  private static final Set<String> YES = Set.of("y", "yes");

  /** Asks on the terminal, where there is one. */
  public static Consent onTerminal(PrintWriter out) {
    return new Consent(
        Boolean.getBoolean(ProgressDisplay.TERMINAL)
            ? Optional.of(
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())))
            : Optional.empty(),
        out);
  }

  /**
   * Asks.
   *
   * @param question ends with a question mark
   * @param option what says yes where there is no terminal
   * @throws RefusedException when the answer is no, or nobody is there to give one
   */
  public void require(String question, String option) throws RefusedException {
    if (answers.isEmpty()) {
      throw new RefusedException(question + " There is no terminal to ask on: add " + option);
    }
    out.print(question + " [y/N] ");
    out.flush();
    try {
      String answer = answers.get().readLine();
      if (answer == null || !YES.contains(answer.strip().toLowerCase(Locale.ROOT))) {
        throw new RefusedException("nothing was done");
      }
    } catch (IOException e) {
      throw new RefusedException("the answer can't be read: add " + option, e);
    }
  }
}
