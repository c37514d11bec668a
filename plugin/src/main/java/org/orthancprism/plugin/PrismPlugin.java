// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import java.time.Clock;
import org.orthancprism.logging.LogRoute;
import org.orthancprism.logging.RecentLog;

/**
 * What Orthanc loads: the class that {@code Java.InitializationClass} names. By the rule of
 * Orthanc's Java plugin its static initializer is the entry point.
 */
public final class PrismPlugin {

  static {
    OrthancHost host = new SdkOrthancHost();
    RecentLog log = new RecentLog(host, Clock.systemUTC(), StatusRoutes.MOST_LINES);
    LogRoute.install(log);
    Prism.enter(host, log, Clock.systemUTC());
  }

  private PrismPlugin() {}
}
