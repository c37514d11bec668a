// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table of values separated by commas (RFC 4180). */
public final class Csv {

  /** What a spreadsheet takes for the beginning of a formula. */
  private static final String FORMULA = "=+-@\t\r";

  private final int columns;
  private final List<List<String>> lines = new ArrayList<>();

  /** A table of these columns. */
  public Csv(List<String> header) {
    this.columns = header.size();
    lines.add(List.copyOf(header));
  }

  /**
   * Adds a line.
   *
   * @throws IllegalArgumentException where it has not as many values as there are columns
   */
  public Csv line(List<String> values) {
    if (values.size() != columns) {
      throw new IllegalArgumentException(columns + " columns, but " + values.size() + " values");
    }
    lines.add(List.copyOf(values));
    return this;
  }

  /**
   * A text that a user wrote. One that begins like a formula gets an apostrophe before it, which
   * keeps spreadsheets from computing it.
   */
  public static String text(String words) {
    return !words.isEmpty() && FORMULA.indexOf(words.charAt(0)) >= 0 ? "'" + words : words;
  }

  @Override
  public String toString() {
    return lines.stream()
        .map(line -> line.stream().map(Csv::field).collect(Collectors.joining(",")) + "\r\n")
        .collect(Collectors.joining());
  }

  /** Quoted where it must be, quotes within doubled. */
  private static String field(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
