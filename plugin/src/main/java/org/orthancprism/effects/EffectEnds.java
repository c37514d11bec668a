// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.effects;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The edits whose effects are counted together. */
public enum EffectEnds {
  /** All, however they ended: what the pack does. */
  ALL,
  /** Those that were made: what is shown to readers. */
  MADE;

  /** The name in requests. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value of a name, if it is one. */
  public static Optional<EffectEnds> of(String label) {
    return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
  }
}
