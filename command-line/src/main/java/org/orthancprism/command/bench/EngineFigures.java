// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code ./prism bench engine} measured.
 *
 * @param javaOverPython Java's time over that of the same TorchScript module in Python: the largest
 *     ratio of all work that was timed on both sides
 * @param javaOverDiffusers the same over diffusers, eager
 * @param costOfFurtherEdit time of a second edit of a film, in times of the first
 * @param peakMebibytes greatest resident memory of this process in MiB
 * @param methods the editing methods
 */
record EngineFigures(
    Figure javaOverPython,
    Figure javaOverDiffusers,
    Figure costOfFurtherEdit,
    Figure peakMebibytes,
    List<MethodFigures> methods) {

  /** Digits that a measurement of time bears. */
  private static final MathContext DIGITS = new MathContext(4);

  EngineFigures {
    methods = List.copyOf(methods);
  }

  /** One object; a figure that is missing is null, and {@code reasons} says why. */
  JsonObject toJson() {
    Map<String, Figure> figures = new LinkedHashMap<>();
    figures.put("javaOverPython", javaOverPython);
    figures.put("javaOverDiffusers", javaOverDiffusers);
    figures.put("costOfFurtherEdit", costOfFurtherEdit);
    figures.put("peakMiB", peakMebibytes);
    JsonObjectBuilder json = Json.createObjectBuilder();
    JsonObjectBuilder reasons = Json.createObjectBuilder();
    figures.forEach(
        (name, figure) -> {
          if (figure.value().isPresent()) {
            json.add(name, rounded(figure.value().getAsDouble()));
          } else {
            json.addNull(name);
            reasons.add(name, figure.reason());
          }
        });
    JsonArrayBuilder list = Json.createArrayBuilder();
    methods.forEach(method -> list.add(json(method)));
    return json.add("methods", list).add("reasons", reasons).build();
  }

  private static JsonObjectBuilder json(MethodFigures method) {
    return Json.createObjectBuilder()
        .add("name", method.name())
        .add("unetEvaluations", rounded(method.unetEvaluations()))
        .add("seconds", rounded(method.seconds()))
        .add("l1Outside", rounded(method.l1Outside()))
        .add("ssimOutside", rounded(method.ssimOutside()))
        .add("l1Inside", rounded(method.l1Inside()));
  }

  private static BigDecimal rounded(double value) {
    return new BigDecimal(new BigDecimal(value, DIGITS).toPlainString());
  }
}
