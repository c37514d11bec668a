// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.task;

import java.util.Arrays;
import java.util.Locale;

/** Why a result was deleted that had been stored. */
public enum ResultRemoval {
  /** It was older than {@code Results.KeepDays}. */
  EXPIRED,
  /** An administrator recalled it. */
  RECALLED;

  /** The name in JSON, for example {@code expired}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The one of this name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static ResultRemoval of(String label) {
    return Arrays.stream(values())
        .filter(one -> one.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no removal of a result: " + label));
  }
}
