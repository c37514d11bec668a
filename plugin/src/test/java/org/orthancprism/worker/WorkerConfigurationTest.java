// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.orthancprism.configuration.ConfigurationException;

/** What the plugin tells the worker. */
class WorkerConfigurationTest {

  private static final WorkerConfiguration CONFIGURATION =
      new WorkerConfiguration(
          URI.create("http://127.0.0.1:8042"),
          "Bearer secret",
          "jdbc:sqlite:/storage/prism/queue.db",
          Path.of("/packs/de\"fault\n"),
          List.of("remove-support-devices"));

  @Test
  void travelsAsOneLine() throws Exception {
    String line = CONFIGURATION.toLine();
    assertFalse(line.contains("\n"));
    assertEquals(CONFIGURATION, WorkerConfiguration.ofLine(line));
  }

  @Test
  void neverShowsItsToken() {
    assertFalse(CONFIGURATION.toString().contains("secret"));
  }

  @Test
  void anythingElseIsRefused() {
    assertThrows(ConfigurationException.class, () -> WorkerConfiguration.ofLine("hello"));
    assertThrows(ConfigurationException.class, () -> WorkerConfiguration.ofLine("{}"));
  }
}
