// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.removal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits between two studies, so that Orthanc serves others meanwhile. */
@FunctionalInterface
interface Pause {

  /** Between two studies. */
  Duration SHORT = Duration.ofMillis(50);

  /** Until what is in the way may have passed. */
  Duration LONG = Duration.ofSeconds(10);

  /** Sleeps. */
  Pause REAL = time -> TimeUnit.MILLISECONDS.sleep(time.toMillis());

  void make(Duration time) throws InterruptedException;
}
