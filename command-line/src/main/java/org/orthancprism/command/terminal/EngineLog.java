// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.terminal;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the tensor engine's greetings off the terminal; what goes wrong is shown all the same. */
public final class EngineLog {

  /** A strong reference: a logger without one is collected together with its level. */
  private static final Logger ENGINE = Logger.getLogger("ai.djl");

  private static final Logger POOL = Logger.getLogger("com.zaxxer.hikari");
  private static final Logger QUEUE = Logger.getLogger("org.orthancprism.queue");

  private EngineLog() {}

  /** Shows warnings and errors only. */
  public static void quiet() {
    ENGINE.setLevel(Level.WARNING);
  }

  /** The same for the queue and its connections. */
  public static void quietQueue() {
    POOL.setLevel(Level.WARNING);
    QUEUE.setLevel(Level.WARNING);
  }
}
