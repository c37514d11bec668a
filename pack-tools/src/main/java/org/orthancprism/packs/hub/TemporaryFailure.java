// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A hub did not give what it may give when it is asked again. */
final class TemporaryFailure extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Optional<Duration> wait;

  /**
   * @param wait how long the hub wants to be left alone
   */
  TemporaryFailure(String message, Optional<Duration> wait) {
    super(message);
    this.wait = wait;
  }

  Optional<Duration> pause() {
    return wait;
  }
}
