// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.Reader;
import java.io.StringReader;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Lines of a worker that may write whatever it likes. */
class ShortLinesTest {

  /** As many characters as nobody could hold, without a line break until the end. */
  private static final class Endless extends Reader {
    private long left = 1L << 29;

    @Override
    public int read(char[] characters, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      Arrays.fill(characters, offset, offset + count, 'x');
      left -= count;
      return count;
    }

    @Override
    public void close() {}
  }

  @Test
  void linesComeAsTheyAre() throws Exception {
    ShortLines lines = new ShortLines(new StringReader("one\r\n\ntwo \u6f22\nlast"));
    assertEquals("one", lines.next());
    assertEquals("", lines.next());
    assertEquals("two \u6f22", lines.next());
    assertEquals("last", lines.next());
    assertNull(lines.next());
  }

  @Test
  void ofALongLineTheBeginningIsKeptAndTheNextIsWhole() throws Exception {
    String text = "y".repeat(100_000) + "\nnext\n";
    ShortLines lines = new ShortLines(new StringReader(text));
    assertEquals("y".repeat(ShortLines.LONGEST), lines.next());
    assertEquals("next", lines.next());
  }

  @Test
  void aLineOfAGigabyteIsNeverHeld() throws Exception {
    ShortLines lines = new ShortLines(new Endless());
    assertEquals(ShortLines.LONGEST, lines.next().length());
    assertNull(lines.next());
  }
}
