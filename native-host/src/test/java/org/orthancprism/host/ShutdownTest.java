// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.host.plugins.LingeringPlugin;
import org.orthancprism.host.plugins.RoutingPlugin;

/** Orthanc ends when it is asked to, whatever the plugin does. */
class ShutdownTest {
  @TempDir Path folder;

  @Test
  void orthancEndsPromptlyAndTheShutdownHooksOfThePluginRun() throws Exception {
    Path file = folder.resolve("shutdown.txt");
    try (RunningOrthanc orthanc =
        RunningOrthanc.withPlugin(
            folder,
            RoutingPlugin.class.getName(),
            "\"Options\": [\"-Dtest.shutdown.file=" + file + "\", \"-Xmx64m\"]")) {
      assertTrue(orthanc.answers());

      assertEquals(0, orthanc.terminate(Duration.ofSeconds(8)));
      assertEquals("ended in order", Files.readString(file));
    }
  }

  @Test
  void aRequestThatNeverEndsDelaysTheEndButDoesNotPreventIt() throws Exception {
    try (RunningOrthanc orthanc =
        RunningOrthanc.withPlugin(folder, RoutingPlugin.class.getName())) {
      orthanc.sendLater("GET", "/test/block/x", null);
      orthanc.awaitLog("Routing plugin: blocks");

      assertEquals(0, orthanc.terminate(Duration.ofSeconds(30)));
    }
  }

  @Test
  void aThreadThatIsLeftBehindDelaysTheEndButDoesNotPreventIt() throws Exception {
    try (RunningOrthanc orthanc =
        RunningOrthanc.withPlugin(folder, LingeringPlugin.class.getName())) {
      assertEquals(200, orthanc.get("/lingering").statusCode());

      assertEquals(0, orthanc.terminate(Duration.ofSeconds(30)));
      orthanc.awaitLog("Java did not end in time; the plugin has left a thread behind");
    }
  }

  @Test
  void aRestartInsideTheProcessLeavesOrthancWithoutThePluginAndSaysSo() throws Exception {
    try (RunningOrthanc orthanc =
        RunningOrthanc.withPlugin(folder, RoutingPlugin.class.getName())) {
      orthanc.send("POST", "/tools/reset", new byte[0]);
      orthanc.awaitLog("Java can't be started a second time");
      orthanc.awaitLog("Orthanc has started", 2);

      assertEquals(0, orthanc.terminate(Duration.ofSeconds(20)));
    }
  }
}
