// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.rules;

import java.util.Objects;

/**
 * A text that lets itself be read so often and no more. Java's regular expressions try all ways to
 * match, which for some expressions are more than anybody can wait for; each step of each way reads
 * a character. To count steps says the same on every machine, busy or not, unlike a clock.
 */
final class LimitedText implements CharSequence {

  private final String text;
  private final Steps steps;

  /** Ends what reads too much. */
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Exhausted() {
      super("too many steps", null, false, false);
    }
  }

  /** How many steps are left, of all texts together that share it. */
  static final class Steps {
    private int left;

    Steps(int left) {
      this.left = left;
    }

    private void take() {
      if (left-- <= 0) {
        throw new Exhausted();
      }
    }
  }

  LimitedText(String text, Steps steps) {
    this.text = Objects.requireNonNull(text, "text");
    this.steps = Objects.requireNonNull(steps, "steps");
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    steps.take();
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new LimitedText(text.substring(start, end), steps);
  }

  @Override
  public String toString() {
    return text;
  }
}
