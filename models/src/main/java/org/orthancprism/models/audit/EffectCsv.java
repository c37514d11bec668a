// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An effect matrix as comma-separated values (RFC 4180), one record for each edit and finding. */
public final class EffectCsv {

  private static final List<String> HEADER =
      List.of(
          "edit",
          "finding",
          "films",
          "mean_before",
          "mean_change",
          "low",
          "high",
          "level",
          "verdict");

  private EffectCsv() {}

  /** Writes a matrix; where there is no interval, {@code low} and {@code high} are empty. */
  public static void write(EffectMatrix matrix, Appendable out) throws IOException {
    line(HEADER.stream(), out);
    for (EditEffects row : matrix.edits()) {
      for (Effect effect : row.effects()) {
        line(
            Stream.of(
                row.edit(),
                effect.finding(),
                Integer.toString(row.films()),
                number(effect.before()),
                number(effect.change()),
                effect.interval().map(interval -> number(interval.low())).orElse(""),
                effect.interval().map(interval -> number(interval.high())).orElse(""),
                Double.toString(matrix.settings().level()),
                effect.verdict().name().toLowerCase(Locale.ROOT)),
            out);
      }
    }
  }

  private static void line(Stream<String> fields, Appendable out) throws IOException {
    out.append(fields.map(EffectCsv::field).collect(Collectors.joining(","))).append("\r\n");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  /** Quoted where it must be, quotes within doubled. */
  private static String field(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
