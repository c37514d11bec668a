// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.orthancprism.models.statistics.Csv;

/** An effect matrix as comma-separated values (RFC 4180), one record for each edit and finding. */
public final class EffectCsv {

  private static final List<String> HEADER =
      List.of(
          "edit",
          "finding",
          "films",
          "patients",
          "mean_before",
          "mean_change",
          "low",
          "high",
          "level",
          "p",
          "q",
          "verdict");

  private EffectCsv() {}

  /**
   * The table of a matrix; where there are too few patients, {@code low}, {@code high}, {@code p}
   * and {@code q} are empty.
   */
  public static Csv of(EffectMatrix matrix) {
    Csv table = new Csv(HEADER);
    for (EditEffects row : matrix.edits()) {
      for (Effect effect : row.effects()) {
        Optional<Evidence> evidence = effect.evidence();
        table.line(
            List.of(
                row.edit(),
                effect.finding(),
                Integer.toString(row.films()),
                Integer.toString(row.patients()),
                number(effect.before()),
                number(effect.change()),
                field("%.6f", evidence, one -> one.interval().low()),
                field("%.6f", evidence, one -> one.interval().high()),
                Double.toString(matrix.settings().level()),
                field("%.4g", evidence, Evidence::p),
                field("%.4g", evidence, Evidence::q),
                effect.verdict().label()));
      }
    }
    return table;
  }

  private static String field(
      String format, Optional<Evidence> evidence, ToDoubleFunction<Evidence> value) {
    return evidence
        .map(one -> String.format(Locale.ROOT, format, value.applyAsDouble(one)))
        .orElse("");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
