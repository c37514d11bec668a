// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** One event is one line. */
class LogLineTest {

  @Test
  void travelsFromTheWorkerToThePluginWithItsSeverity() {
    for (Severity severity : Severity.values()) {
      LogLine line = new LogLine(severity, "a: b");
      assertEquals(line, LogLine.decode(line.encoded()));
    }
  }

  @Test
  void whatANativeLibraryWritesIsInformation() {
    assertEquals(
        new LogLine(Severity.INFO, "terminate called"), LogLine.decode("terminate called"));
  }

  @Test
  void lineBreaksAndControlCharactersCanForgeNoSecondEvent() {
    LogLine line = new LogLine(Severity.INFO, "a\nERROR: forged\r\u001b[31m");
    assertFalse(line.text().matches(".*\\p{Cntrl}.*"), line.text());
  }

  @Test
  void anExceptionIsToldOnTheSameLine() {
    LogRecord event = new LogRecord(Level.SEVERE, "failed");
    event.setThrown(new IllegalStateException("outer", new IllegalArgumentException("inner")));
    LogLine line = LogLine.of(event);
    assertEquals(Severity.ERROR, line.severity());
    assertTrue(line.text().contains("outer") && line.text().contains("inner"), line.text());
    assertFalse(line.text().contains("\n"));
  }

  @Test
  void aLineOfATaskNamesTheTask() {
    LogRecord event = new LogRecord(Level.INFO, "done");
    MDC.put(LogLine.TASK, "ab-1");
    try {
      assertEquals("Task ab-1: done", LogLine.of(event).text());
    } finally {
      MDC.remove(LogLine.TASK);
    }
    assertEquals("done", LogLine.of(event).text());
  }

  @Test
  void aFloodInOneLineIsCut() {
    assertTrue(new LogLine(Severity.INFO, "x".repeat(100_000)).text().length() < 5000);
  }
}
