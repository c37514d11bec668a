// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import org.orthancprism.models.pack.PackException;

/** A model can't be fetched. The message names the model or file and what to do. */
public class HubException extends PackException {

  private static final long serialVersionUID = 1L;

  public HubException(String message) {
    super(message);
  }

  public HubException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The user ended the program; what was fetched stays. */
  static HubException interrupted() {
    Thread.currentThread().interrupt();
    return new HubException(
        "interrupted: the same command continues where this one stopped fetching");
  }
}
