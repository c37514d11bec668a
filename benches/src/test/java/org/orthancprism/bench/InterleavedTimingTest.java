// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InterleavedTimingTest {

  private final List<String> order = new ArrayList<>();

  private InterleavedTiming.Contestant taking(String name, Double... seconds) {
    Iterator<Double> times = List.of(seconds).iterator();
    return () -> {
      order.add(name);
      return times.next();
    };
  }

  @Test
  void warmUpsDontCountAndTheMedianIsTaken() throws Exception {
    Map<String, Double> medians =
        new InterleavedTiming(1, 3)
            .medians(Map.of("java", taking("java", 99.0, 2.0, 50.0, 3.0)), s -> {});
    assertEquals(Map.of("java", 3.0), medians);
  }

  @Test
  void contestantsTakeTurns() throws Exception {
    Map<String, InterleavedTiming.Contestant> two = new LinkedHashMap<>();
    two.put("java", taking("java", 1.0, 1.0, 1.0));
    two.put("python", taking("python", 2.0, 2.0, 2.0));
    new InterleavedTiming(1, 2).medians(two, share -> {});
    assertEquals(List.of("java", "python", "java", "python", "java", "python"), order);
  }

  @Test
  void anEvenNumberOfRoundsHasTheMeanOfTheMiddleTwo() {
    assertEquals(2.5, InterleavedTiming.median(List.of(9.0, 1.0, 2.0, 3.0)));
  }

  @Test
  void progressEndsAtTheWhole() throws Exception {
    List<Double> shares = new ArrayList<>();
    new InterleavedTiming(1, 1).medians(Map.of("java", taking("java", 1.0, 1.0)), shares::add);
    assertEquals(List.of(0.5, 1.0), shares);
  }
}
