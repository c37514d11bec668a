// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.terminal;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the tensor engine's greetings off the terminal; what goes wrong is shown all the same. */
public final class EngineLog {

  /** Held, since a logger that nobody holds is forgotten together with its level. */
  private static final Logger ENGINE = Logger.getLogger("ai.djl");

  private EngineLog() {}

  /** Shows warnings and errors only. */
  public static void quiet() {
    ENGINE.setLevel(Level.WARNING);
  }
}
