// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.stream.JsonCollectors;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What was found, in words.
 *
 * @param lines one for each thing that was looked at
 * @param usesGpu whether the worker computes on a GPU, and rightly
 * @param conclusion what the worker will use, and if that is no GPU, why and what to do
 */
record Diagnosis(List<Line> lines, boolean usesGpu, String conclusion) {

  Diagnosis {
    lines = List.copyOf(lines);
    Objects.requireNonNull(conclusion, "conclusion");
  }

  /** How a thing is. */
  enum Verdict {
    /** As it should be. */
    OK("ok"),
    /** Missing, and nothing depends on it here. */
    ABSENT("--"),
    /** Wrong. */
    WRONG("no");

    private final String label;

    Verdict(String label) {
      this.label = label;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /**
   * One thing.
   *
   * @param subject what was looked at
   * @param verdict how it is
   * @param words what was seen, and what to do where it is wrong
   */
  record Line(String subject, Verdict verdict, String words) {

    @Override
    public String toString() {
      return String.format("%s  %-15s %s", verdict, subject, words);
    }

    private JsonObject toJson() {
      return Json.createObjectBuilder()
          .add("subject", subject)
          .add("verdict", verdict.name().toLowerCase(Locale.ROOT))
          .add("words", words)
          .build();
    }
  }

  /** {@code {"usesGpu", "conclusion", "lines": [{"subject", "verdict", "words"}]}}. */
  JsonObject toJson() {
    return Json.createObjectBuilder()
        .add("usesGpu", usesGpu)
        .add("conclusion", conclusion)
        .add("lines", lines.stream().map(Line::toJson).collect(JsonCollectors.toJsonArray()))
        .build();
  }
}
