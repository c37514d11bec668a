// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.benchmark;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the shapes of a network's weights under their names. */
final class Shapes {

  private final Map<String, List<Long>> byName = new LinkedHashMap<>();

  void add(String name, long... sides) {
    byName.put(name, Arrays.stream(sides).boxed().toList());
  }

  void norm(String name, int channels) {
    add(name + ".weight", channels);
    add(name + ".bias", channels);
  }

  void linear(String name, int in, int out) {
    add(name + ".weight", out, in);
    add(name + ".bias", out);
  }

  void linearWithoutBias(String name, int in, int out) {
    add(name + ".weight", out, in);
  }

  void conv(String name, int in, int out, int kernel) {
    add(name + ".weight", out, in, kernel, kernel);
    add(name + ".bias", out);
  }

  Map<String, List<Long>> byName() {
    return Collections.unmodifiableMap(byName);
  }
}
