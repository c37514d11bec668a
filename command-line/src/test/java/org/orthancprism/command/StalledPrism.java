// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/** The program, which stands still as soon as it has printed a word, until it is interrupted. */
final class StalledPrism {

  /** What it says when it stands still. */
  static final String STALLED = "stalled";

  private StalledPrism() {}

  /** Takes the word, then the program's own arguments. */
  public static void main(String[] arguments) {
    CommandLine command = PrismCommand.commandLine();
    command.setOut(new PrintWriter(new Stalling(arguments[0]), true));
    System.exit(command.execute(Arrays.copyOfRange(arguments, 1, arguments.length)));
  }

  private static final class Stalling extends StringWriter {
    private final String word;

    Stalling(String word) {
      this.word = word;
    }

    @Override
    public void flush() {
      if (toString().contains(word)) {
        System.out.println(STALLED);
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
