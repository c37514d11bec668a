// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd says of the unit that is shipped for a worker of its own. */
class SystemdUnitTest {

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir private Path folder;

  private static String unit() throws Exception {
    return Files.readString(
            Checkout.ROOT.resolve("orthanc-config/worker/orthanc-prism-worker.service"))
        .replace("/usr/bin/java", JAVA);
  }

  private List<String> verdict(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("orthanc-prism-worker.service"), text);
    return Tool.lines("systemd-analyze", file, "verify", "--man=no");
  }

  @Test
  void systemdTakesItWithoutAWord() throws Exception {
    assertEquals(List.of(), verdict(unit()));
  }

  @Test
  void systemdNoticesAnOptionThatItDoesNotKnow() throws Exception {
    List<String> verdict = verdict(unit().replace("NoNewPrivileges", "NoNewPrivilege"));
    assertTrue(
        verdict.stream().anyMatch(line -> line.contains("NoNewPrivilege")), () -> "" + verdict);
  }
}
