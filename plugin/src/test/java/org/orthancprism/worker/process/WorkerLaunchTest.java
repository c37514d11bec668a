// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkerLaunchTest {

  /** JEP 472: Java 24 and later warn of each library that is loaded without this option. */
  @Test
  void theWorkerIsAllowedToLoadNativeLibraries() {
    List<String> options =
        new WorkerLaunch(
                Path.of("/usr/bin/java"),
                Path.of("/var/cache/engine"),
                WorkerDevice.AUTO,
                0,
                Optional.empty(),
                Map.of())
            .command()
            .options();
    assertTrue(options.contains("--enable-native-access=ALL-UNNAMED"), options::toString);
  }
}
