// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.host.plugins;

import be.uclouvain.orthanc.Callbacks;
import java.util.concurrent.CountDownLatch;

/** A plugin that leaves a thread behind, which is no daemon and never ends. */
public final class LingeringPlugin {
  static {
    Callbacks.register(
        "/lingering",
        (output, method, uri, groups, headers, get, body) ->
            output.sendHttpStatusCode((short) 200));
    new Thread(LingeringPlugin::linger).start();
  }

  private LingeringPlugin() {}

  private static void linger() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
