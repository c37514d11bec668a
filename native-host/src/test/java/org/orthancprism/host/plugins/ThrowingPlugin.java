// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.host.plugins;

import be.uclouvain.orthanc.Callbacks;
import be.uclouvain.orthanc.RestOutput;

/** A plugin that registers a handler, and then fails to start. */
public final class ThrowingPlugin {
  static {
    Callbacks.register("/half", (output, method, uri, groups, headers, get, body) -> half(output));
    fail();
  }

  private ThrowingPlugin() {}

  private static void half(RestOutput output) {
    output.sendHttpStatusCode((short) 200);
  }

  private static void fail() {
    throw new IllegalStateException("no pack in the folder\nof packs");
  }
}
