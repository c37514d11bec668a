// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times several ways to do one thing in turns, so that whatever slows the machine down meets all of
 * them alike.
 *
 * @param warmUps rounds that are not counted
 * @param rounds rounds that are, at least 1
 */
record InterleavedTiming(int warmUps, int rounds) {

  InterleavedTiming {
    if (warmUps < 0 || rounds < 1) {
      throw new IllegalArgumentException("a contest has at least one round that counts");
    }
  }

  /** Does the thing once. */
  @FunctionalInterface
  interface Contestant {

    /** Gives the seconds that it took. */
    double seconds() throws BenchException;
  }

  /** Hears of each run. */
  @FunctionalInterface
  interface Listener {

    /**
     * Called after each run.
     *
     * @param share share of all runs that are done, in (0, 1]
     */
    void done(double share);
  }

  /** The median seconds of each, under its name. */
  Map<String, Double> medians(Map<String, Contestant> contestants, Listener listener)
      throws BenchException {
    Map<String, List<Double>> times = new LinkedHashMap<>();
    int runs = (warmUps + rounds) * contestants.size();
    int done = 0;
    for (int round = 0; round < warmUps + rounds; round++) {
      for (Map.Entry<String, Contestant> contestant : contestants.entrySet()) {
        double seconds = contestant.getValue().seconds();
        if (round >= warmUps) {
          times.computeIfAbsent(contestant.getKey(), name -> new ArrayList<>()).add(seconds);
        }
        listener.done((double) ++done / runs);
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    times.forEach((name, seconds) -> medians.put(name, median(seconds)));
    return medians;
  }

  /** The middle value, or the mean of the two in the middle. */
  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
