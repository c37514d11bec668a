// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

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
 * @param javaOverPython Java's time over that of the same TorchScript modules in Python: the larger
 *     ratio of a UNet pass and a whole edit
 * @param javaOverDiffusers the same over diffusers, eager
 * @param costOfFurtherEdit time of a second edit of a film, in times of the first
 * @param peakMebibytes greatest resident memory of this process in MiB
 * @param works what was timed on several sides
 * @param methods the editing methods
 */
record EngineFigures(
    Figure javaOverPython,
    Figure javaOverDiffusers,
    Figure costOfFurtherEdit,
    Figure peakMebibytes,
    List<Times> works,
    List<MethodFigures> methods) {

  /** Digits that a measurement of time bears. */
  private static final MathContext DIGITS = new MathContext(4);

  EngineFigures {
    works = List.copyOf(works);
    methods = List.copyOf(methods);
  }

  /** One object; a figure that is missing is null, and {@code reasons} says why. */
  JsonObject toJson() {
    Map<String, Figure> figures = new LinkedHashMap<>();
    figures.put("javaOverPython", javaOverPython);
    figures.put("javaOverDiffusers", javaOverDiffusers);
    figures.put("costOfFurtherEdit", costOfFurtherEdit);
    figures.put("peakMiB", peakMebibytes);
    JsonObjectBuilder json = json(figures);
    JsonArrayBuilder list = Json.createArrayBuilder();
    methods.forEach(method -> list.add(json(method)));
    return json.add("methods", list).add("works", json(works)).build();
  }

  /** Figures by their names, and the reasons for those that are missing. */
  static JsonObjectBuilder json(Map<String, Figure> figures) {
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
    return json.add("reasons", reasons);
  }

  /** A list of what was timed. */
  static JsonArrayBuilder json(List<Times> works) {
    JsonArrayBuilder timed = Json.createArrayBuilder();
    works.forEach(times -> timed.add(json(times)));
    return timed;
  }

  private static JsonObjectBuilder json(Times times) {
    JsonObjectBuilder seconds = Json.createObjectBuilder();
    times.seconds().forEach((who, time) -> seconds.add(who, rounded(time)));
    return Json.createObjectBuilder().add("name", times.work()).add("seconds", seconds);
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

  static BigDecimal rounded(double value) {
    return new BigDecimal(new BigDecimal(value, DIGITS).toPlainString());
  }
}
