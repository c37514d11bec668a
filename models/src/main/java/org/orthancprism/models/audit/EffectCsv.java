// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import java.util.List;
import java.util.Locale;
import org.orthancprism.models.statistics.Csv;

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

  /** The table of a matrix; where there is no interval, {@code low} and {@code high} are empty. */
  public static Csv of(EffectMatrix matrix) {
    Csv table = new Csv(HEADER);
    for (EditEffects row : matrix.edits()) {
      for (Effect effect : row.effects()) {
        table.line(
            List.of(
                row.edit(),
                effect.finding(),
                Integer.toString(row.films()),
                number(effect.before()),
                number(effect.change()),
                effect.interval().map(interval -> number(interval.low())).orElse(""),
                effect.interval().map(interval -> number(interval.high())).orElse(""),
                Double.toString(matrix.settings().level()),
                effect.verdict().name().toLowerCase(Locale.ROOT)));
      }
    }
    return table;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
