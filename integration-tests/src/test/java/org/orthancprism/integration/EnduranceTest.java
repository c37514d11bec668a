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
import org.orthancprism.command.endure.Endurance;
import org.orthancprism.command.endure.EnduranceReport;

/** {@code ./prism endure} in short: nothing is lost, nothing is there twice. */
class EnduranceTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"SQLITE, 5", "POSTGRESQL, 6"})
  void noStudyIsLostWhileEverythingFails(Endurance.Queue queue, int studies) throws Exception {
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
    assertTrue(queue == Endurance.Queue.SQLITE || report.queueRestarts() >= 1, report::toString);
  }
}
