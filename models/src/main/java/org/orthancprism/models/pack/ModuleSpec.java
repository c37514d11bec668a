// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One network of a pack.
 *
 * @param architecture name of its architecture, one of those that the project ships
 * @param config the architecture's sizes under diffusers' and transformers' names, each a list of
 *     numbers
 * @param weights its safetensors file within the pack
 */
public record ModuleSpec(String architecture, Map<String, List<Double>> config, String weights) {

  public ModuleSpec {
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(weights, "weights");
    Map<String, List<Double>> copy = new LinkedHashMap<>();
    config.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    config = Collections.unmodifiableMap(copy);
  }

  /**
   * The first number of a configuration value.
   *
   * @throws PackException when the value is missing
   */
  public double number(String name) throws PackException {
    List<Double> values = config.get(name);
    if (values == null || values.isEmpty()) {
      throw new PackException(
          "pack.json: the configuration of " + architecture + " lacks " + name + ": add it");
    }
    return values.get(0);
  }
}
