// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  private static final List<String> BEYOND =
      List.of("strongest_control", "excess", "excess_low", "excess_high", "excess_p", "excess_q");

  private EffectCsv() {}

  /**
   * The table of a matrix; where there are too few patients, {@code low}, {@code high}, {@code p}
   * and {@code q} are empty.
   */
  public static Csv of(EffectMatrix matrix) {
    Csv table = new Csv(HEADER);
    for (EditEffects row : matrix.edits()) {
      row.effects().forEach(effect -> table.line(fields(row, effect, matrix.settings())));
    }
    return table;
  }

  /**
   * The table of what several models saw, with each control's mean change beside each effect.
   *
   * @param matrices by the model's name
   * @param controls names of the controls, each a column
   */
  public static Csv of(Map<String, EffectMatrix> matrices, List<String> controls) {
    List<String> header = new ArrayList<>(List.of("model"));
    header.addAll(HEADER);
    header.addAll(controls);
    header.addAll(BEYOND);
    Csv table = new Csv(header);
    matrices.forEach(
        (model, matrix) -> {
          for (EditEffects row : matrix.edits()) {
            for (Effect effect : row.effects()) {
              List<String> line = new ArrayList<>(List.of(model));
              line.addAll(fields(row, effect, matrix.settings()));
              line.addAll(controlFields(effect, controls));
              table.line(line);
            }
          }
        });
    return table;
  }

  private static List<String> fields(EditEffects row, Effect effect, AuditSettings settings) {
    Optional<Evidence> evidence = effect.evidence();
    return List.of(
        row.edit(),
        effect.finding(),
        Integer.toString(row.films()),
        Integer.toString(row.patients()),
        number(effect.before()),
        number(effect.change()),
        field("%.6f", evidence, one -> one.interval().low()),
        field("%.6f", evidence, one -> one.interval().high()),
        Double.toString(settings.level()),
        field("%.4g", evidence, Evidence::p),
        field("%.4g", evidence, Evidence::q),
        effect.verdict().label());
  }

  private static List<String> controlFields(Effect effect, List<String> controls) {
    List<String> fields = new ArrayList<>();
    for (String control : controls) {
      fields.add(
          effect
              .controls()
              .flatMap(all -> all.of(control))
              .map(one -> number(one.change()))
              .orElse(""));
    }
    Optional<ControlComparison.Beyond> beyond =
        effect.controls().flatMap(ControlComparison::beyond);
    Optional<Evidence> evidence = beyond.map(ControlComparison.Beyond::evidence);
    fields.add(beyond.map(ControlComparison.Beyond::control).orElse(""));
    fields.add(beyond.map(one -> number(one.excess())).orElse(""));
    fields.add(field("%.6f", evidence, one -> one.interval().low()));
    fields.add(field("%.6f", evidence, one -> one.interval().high()));
    fields.add(field("%.4g", evidence, Evidence::p));
    fields.add(field("%.4g", evidence, Evidence::q));
    return fields;
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
