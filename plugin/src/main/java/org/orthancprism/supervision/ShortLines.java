// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.supervision;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Lines of a text. Of one that is too long, its beginning is kept and the rest never held. */
final class ShortLines {

  /** Longer than what {@link org.orthancprism.logging.LogLine} keeps of a line. */
  static final int LONGEST = 8192;

  private static final int NOTHING = -1;

  private final Reader reader;
  private final char[] buffer = new char[LONGEST];
  private int position;
  private int filled;

  ShortLines(Reader reader) {
    this.reader = reader;
  }

  /** The next line without its end, at most {@value #LONGEST} characters of it; null at the end. */
  @Nullable String next() throws IOException {
    StringBuilder line = new StringBuilder();
    int character = read();
    if (character == NOTHING) {
      return null;
    }
    while (character != NOTHING && character != '\n') {
      if (line.length() < LONGEST && character != '\r') {
        line.append((char) character);
      }
      character = read();
    }
    return line.toString();
  }

  private int read() throws IOException {
    if (position == filled) {
      position = 0;
      filled = reader.read(buffer, 0, buffer.length);
      if (filled <= 0) {
        filled = 0;
        return NOTHING;
      }
    }
    return buffer[position++];
  }
}
