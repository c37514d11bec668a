// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints figures so that they can be read. */
final class BenchTable {

  private final PrintWriter out;

  BenchTable(PrintWriter out) {
    this.out = out;
  }

  /** Seconds of each way to do a piece of work, and Java's share of the others. */
  void times(List<Times> works) {
    out.printf(
        "%n%-14s %10s %10s %10s %12s %15s%n",
        "", "Java", "Python", "diffusers", "over Python", "over diffusers");
    for (Times times : works) {
      out.printf(
          Locale.ROOT,
          "%-14s %10s %10s %10s %12s %15s%n",
          times.work(),
          seconds(times, Times.JAVA),
          seconds(times, Times.PYTHON),
          seconds(times, Times.DIFFUSERS),
          ratio(times, Times.PYTHON),
          ratio(times, Times.DIFFUSERS));
    }
    out.flush();
  }

  private static String seconds(Times times, String name) {
    Double value = times.seconds().get(name);
    return value == null ? "-" : String.format(Locale.ROOT, "%.4f s", value);
  }

  private static String ratio(Times times, String other) {
    return times.javaOver(other).stream()
        .mapToObj(value -> String.format(Locale.ROOT, "%.3f", value))
        .findFirst()
        .orElse("-");
  }

  /** The methods, a line each, and where their time goes. */
  void methods(List<MethodComparison.Result> results) {
    out.printf(
        "%n%-18s %8s %10s %12s %13s %12s   %s%n",
        "method", "UNet", "seconds", "L1 outside", "SSIM outside", "L1 inside", "seconds by stage");
    for (MethodComparison.Result result : results) {
      MethodFigures figures = result.figures();
      out.printf(
          Locale.ROOT,
          "%-18s %8.0f %10.3f %12.5f %13.5f %12.5f   %s%n",
          figures.name(),
          figures.unetEvaluations(),
          figures.seconds(),
          figures.l1Outside(),
          figures.ssimOutside(),
          figures.l1Inside(),
          stages(result.stages()));
    }
    out.flush();
  }

  private static String stages(Map<String, Double> stages) {
    return String.join(
        ", ",
        stages.entrySet().stream()
            .map(stage -> String.format(Locale.ROOT, "%s %.3f", stage.getKey(), stage.getValue()))
            .toList());
  }

  /** One figure, or why there is none. */
  void figure(String name, Figure figure) {
    String value =
        figure.value().stream()
            .mapToObj(number -> String.format(Locale.ROOT, "%.4g", number))
            .findFirst()
            .orElse("none: " + figure.reason());
    out.printf("%-22s %s%n", name, value);
    out.flush();
  }
}
