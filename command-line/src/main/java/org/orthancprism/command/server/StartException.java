// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.server;

import java.io.IOException;

/** A command was started by something else than {@code ./prism}, and knows no checkout. */
public final class StartException extends IOException {

  private static final long serialVersionUID = 1L;

  StartException() {
    super("start this through ./prism, which names the checkout's folder");
  }
}
