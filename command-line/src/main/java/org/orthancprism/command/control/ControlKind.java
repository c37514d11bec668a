// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.control;

import java.util.Locale;

/** How a control changes a film. */
public enum ControlKind {

  /** The edit's change, mirrored about the film's vertical midline. */
  MIRRORED,

  /** A blur within the edit's mask that changes the film as much as the edit does. */
  BLURRED,

  /** The edit's change, moved to where it covers the edit's mask least. */
  ELSEWHERE,

  /** What the pack's autoencoder alone changes within the edit's mask. */
  ROUND_TRIP;

  /** The name in tables and JSON, as {@code round-trip}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
