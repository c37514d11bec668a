// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack.results;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.bench.Figure;
import org.orthancprism.bench.statistics.Estimate;
import org.orthancprism.models.statistics.Interval;

/**
 * One line of the table.
 *
 * @param test what was measured, on what
 * @param goal what is to be reached
 * @param figure what was reached, or why nothing was measured
 * @param interval where the figure lies with a confidence of 95 %; empty where it is unknown
 * @param n number of films, phantoms or edits behind the figure
 * @param patients number of patients whose films they are, drawn ones included; 0 where the figure
 *     is not of patients
 */
public record Row(
    String test, Goal goal, Figure figure, Optional<Interval> interval, int n, int patients) {

  private static final MathContext DIGITS = new MathContext(3);

  /** An interval over fewer patients says little: a bootstrap of so few is too narrow. */
  private static final int ENOUGH_PATIENTS = 20;

  private static final String TOO_FEW = "too few patients";

  public Row {
    Objects.requireNonNull(interval, "interval");
    if (patients < 0 || patients > n) {
      throw new IllegalArgumentException(patients + " patients cannot have " + n + " films");
    }
  }

  /** A figure that is not of patients. */
  public static Row of(String test, Goal goal, double value, int n) {
    return n == 0 || !Double.isFinite(value)
        ? missing(test, goal, "no film was fit for it")
        : new Row(test, goal, Figure.of(value), Optional.empty(), n, 0);
  }

  /** A figure of patients, or why there is none. */
  public static Row of(String test, Goal goal, Optional<Estimate> estimate, String whyNone) {
    return estimate
        .map(
            found ->
                new Row(
                    test,
                    goal,
                    Figure.of(found.value()),
                    found.interval(),
                    found.n(),
                    found.patients()))
        .orElseGet(() -> missing(test, goal, whyNone));
  }

  public static Row missing(String test, Goal goal, String reason) {
    return new Row(test, goal, Figure.missing(reason), Optional.empty(), 0, 0);
  }

  public boolean isMeasured() {
    return figure.value().isPresent();
  }

  /** Whether the goal is reached; not where nothing was measured. */
  public boolean holds() {
    return isMeasured() && goal.reachedBy(figure.value().getAsDouble());
  }

  /** Whether the goal is reached, in a word; a dash where there is nothing to compare. */
  public String verdict() {
    return isMeasured() && goal.isGiven() ? holds() ? "yes" : "no" : "-";
  }

  /** The value with three digits, or a dash. */
  public String value() {
    return isMeasured() ? number(figure.value().getAsDouble()) : "-";
  }

  /** The interval with three digits, or a dash. */
  public String certainty() {
    return interval.map(found -> number(found.low()) + " to " + number(found.high())).orElse("-");
  }

  /** The number of patients, with a warning where it is small, or a dash. */
  public String patientsInWords() {
    return patients == 0 ? "-" : patients + (isOfTooFew() ? ", " + TOO_FEW : "");
  }

  private boolean isOfTooFew() {
    return patients > 0 && patients < ENOUGH_PATIENTS;
  }

  /** A number with three digits, without an exponent. */
  public static String number(double value) {
    BigDecimal rounded = new BigDecimal(value).round(DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  JsonObject toJson() {
    JsonObjectBuilder row = Json.createObjectBuilder().add("test", test);
    row.add("goal", goal.toString());
    if (isMeasured()) {
      row.add("value", figure.value().getAsDouble());
    } else {
      row.addNull("value").add("reason", figure.reason());
    }
    if (isMeasured() && goal.isGiven()) {
      row.add("holds", holds());
    } else {
      row.addNull("holds");
    }
    if (interval.isPresent()) {
      row.add("low", interval.get().low()).add("high", interval.get().high());
    } else {
      row.addNull("low").addNull("high");
    }
    row.add("n", n);
    if (patients > 0) {
      row.add("patients", patients);
    } else {
      row.addNull("patients");
    }
    if (isOfTooFew()) {
      row.add("note", TOO_FEW);
    }
    return row.build();
  }
}
