// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.queue;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured of a queue.
 *
 * @param tasks how many tasks it held
 * @param milliseconds by what was asked of it, how long each answer took, warm
 * @param pruned how many tasks were removed because they had been kept long enough
 * @param pruningSeconds how long that took
 * @param longestWrite the longest that another process waited meanwhile to write a row, in ms
 */
public record QueueFigures(
    long tasks,
    Map<String, List<Double>> milliseconds,
    long pruned,
    double pruningSeconds,
    double longestWrite) {

  public QueueFigures {
    milliseconds = new LinkedHashMap<>(milliseconds);
  }

  /** The median of what was asked. */
  public double median(String what) {
    List<Double> sorted = milliseconds.getOrDefault(what, List.of()).stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /** The slowest answer to what was asked. */
  public double slowest(String what) {
    return milliseconds.getOrDefault(what, List.of()).stream()
        .mapToDouble(Double::doubleValue)
        .max()
        .orElseThrow();
  }

  public JsonObjectBuilder json() {
    JsonObjectBuilder answers = Json.createObjectBuilder();
    for (String what : milliseconds.keySet()) {
      answers.add(
          what,
          Json.createObjectBuilder()
              .add("medianMilliseconds", median(what))
              .add("slowestMilliseconds", slowest(what)));
    }
    return Json.createObjectBuilder()
        .add("tasks", tasks)
        .add("answers", answers)
        .add("pruned", pruned)
        .add("pruningSeconds", pruningSeconds)
        .add("longestWriteMilliseconds", longestWrite);
  }
}
