// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.endure.Endurance;
import org.orthancprism.endure.EnduranceQueue;
import org.orthancprism.endure.EnduranceReport;

/** {@code ./prism endure} in short: nothing is lost, nothing is there twice. */
class EnduranceTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"sqlite, 5", "postgresql, 6"})
  void noStudyIsLostWhileEverythingFails(String name, int studies) throws Exception {
    EnduranceQueue queue = EnduranceQueue.parse(name, "", "");
    PrintWriter terminal = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    EnduranceReport report =
        new Endurance(Checkout.INSTALLATION, folder, terminal).run(studies, 0, queue);
    terminal.println(report.json());
    assertEquals(studies, report.complete(), report::toString);
    assertEquals(0, report.lost(), report::toString);
    assertEquals(0, report.duplicated(), report::toString);
    assertEquals(0, report.originalsChanged(), report::toString);
    assertTrue(report.workerKills() >= 1, report::toString);
    assertTrue(report.orthancRestarts() >= 1, report::toString);
    assertTrue(!queue.isShared() || report.queueRestarts() >= 1, report::toString);
  }
}
