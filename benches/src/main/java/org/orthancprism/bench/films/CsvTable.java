// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.films;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.orthancprism.bench.BenchException;

/**
 * A table of comma-separated values with a line of headings (RFC 4180). Space around a cell, a byte
 * order mark and empty lines are passed over; a line that is too short has empty cells.
 *
 * @param file where it was read
 * @param headings the columns' names in order
 * @param rows the lines below
 */
record CsvTable(Path file, List<String> headings, List<Row> rows) {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  CsvTable {
    headings = List.copyOf(headings);
    rows = List.copyOf(rows);
  }

  /** One line: its cells by the columns' names. */
  record Row(Map<String, String> cells) {

    Row {
      cells = Map.copyOf(cells);
    }

    /** The cell of a column, empty where there is none. */
    String get(String column) {
      return cells.getOrDefault(column, "");
    }
  }

  /**
   * Reads a table.
   *
   * @param required columns that it must have
   * @throws BenchException when one of them is missing, or the file is no text in UTF-8
   */
  static CsvTable read(Path file, String... required) throws IOException, BenchException {
    List<List<String>> lines;
    try {
      lines = parse(Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new BenchException(file + " is not in UTF-8: save it as such", e);
    }
    List<String> headings = lines.isEmpty() ? List.of() : lines.get(0);
    for (String column : required) {
      if (!headings.contains(column)) {
        throw new BenchException(file + " has no column " + column);
      }
    }
    List<Row> rows = new ArrayList<>();
    for (List<String> line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      Map<String, String> cells = new HashMap<>();
      for (int i = 0; i < Math.min(line.size(), headings.size()); i++) {
        cells.put(headings.get(i), line.get(i));
      }
      rows.add(new Row(cells));
    }
    return new CsvTable(file, headings, rows);
  }

  private static List<List<String>> parse(String text) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    String body = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    for (int i = 0; i < body.length(); i++) {
      char sign = body.charAt(i);
      if (sign == '"') {
        boolean doubled = quoted && i + 1 < body.length() && body.charAt(i + 1) == '"';
        if (doubled) {
          cell.append(sign);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (sign == ',' && !quoted) {
        line.add(take(cell));
      } else if (sign == '\n' && !quoted) {
        line.add(take(cell));
        finish(line, lines);
      } else {
        cell.append(sign);
      }
    }
    line.add(take(cell));
    finish(line, lines);
    return lines;
  }

  private static String take(StringBuilder cell) {
    String text = cell.toString().strip();
    cell.setLength(0);
    return text;
  }

  private static void finish(List<String> line, List<List<String>> lines) {
    if (line.stream().anyMatch(cell -> !cell.isEmpty())) {
      lines.add(List.copyOf(line));
    }
    line.clear();
  }
}
