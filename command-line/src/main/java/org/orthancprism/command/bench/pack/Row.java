// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.bench.pack;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.math.MathContext;
import org.orthancprism.command.bench.Figure;

/**
 * One line of the table.
 *
 * @param test what was measured, on what
 * @param goal what is to be reached
 * @param figure what was reached, or why nothing was measured
 * @param n number of films, phantoms or edits behind the figure
 */
record Row(String test, Goal goal, Figure figure, int n) {

  private static final MathContext DIGITS = new MathContext(3);

  static Row of(String test, Goal goal, double value, int n) {
    return n == 0 || !Double.isFinite(value)
        ? missing(test, goal, "no film was fit for it")
        : new Row(test, goal, Figure.of(value), n);
  }

  static Row missing(String test, Goal goal, String reason) {
    return new Row(test, goal, Figure.missing(reason), 0);
  }

  /** Whether the goal is reached; not where nothing was measured. */
  boolean holds() {
    return figure.value().isPresent() && goal.reachedBy(figure.value().getAsDouble());
  }

  /** The value with three digits, or a dash. */
  String value() {
    return figure.value().isPresent() ? number(figure.value().getAsDouble()) : "-";
  }

  /** A number with three digits, without an exponent. */
  static String number(double value) {
    BigDecimal rounded = new BigDecimal(value).round(DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  JsonObject toJson() {
    JsonObjectBuilder row = Json.createObjectBuilder().add("test", test);
    row.add("goal", goal.toString());
    if (figure.value().isPresent()) {
      row.add("value", figure.value().getAsDouble()).add("holds", holds());
    } else {
      row.addNull("value").addNull("holds").add("reason", figure.reason());
    }
    return row.add("n", n).build();
  }
}
