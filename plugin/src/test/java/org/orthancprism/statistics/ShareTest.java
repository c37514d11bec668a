// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.statistics.Csv;
import org.orthancprism.models.statistics.Interval;

/** Shares, their exact intervals, and tables of them. */
class ShareTest {

  private static void assertInterval(double low, double high, Share share) {
    Interval found = share.interval().orElseThrow();
    assertEquals(low, found.low(), 1e-6);
    assertEquals(high, found.high(), 1e-6);
  }

  /** Reference: binom.test of R 4.3. */
  @Test
  void theIntervalIsThatOfClopperAndPearson() {
    assertInterval(0.4439045, 0.9747893, new Share(8, 10));
    assertInterval(0, 0.3084971, new Share(0, 10));
    assertInterval(0.6915029, 1, new Share(10, 10));
    assertInterval(0.3983211, 0.6016789, new Share(50, 100));
  }

  @Test
  void ofTooFewThereIsNoInterval() {
    assertEquals(Optional.empty(), new Share(9, 9).interval());
    assertEquals(Optional.of(1.0), new Share(9, 9).value());
    assertEquals(Optional.empty(), new Share(0, 0).value());
    assertThrows(IllegalArgumentException.class, () -> new Share(2, 1));
  }

  @Test
  void aTableQuotesWhatItMustAndMakesNoFormulaOfWords() {
    Csv table = new Csv(List.of("a", "b"));
    table.line(List.of("x, \"y\"\nz", Csv.text("=HYPERLINK(1)")));
    assertEquals("a,b\r\n\"x, \"\"y\"\"\nz\",'=HYPERLINK(1)\r\n", table.toString());
    assertThrows(IllegalArgumentException.class, () -> table.line(List.of("alone")));
  }
}
