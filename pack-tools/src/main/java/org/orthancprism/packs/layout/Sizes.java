// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.layout;

import java.util.List;
import java.util.Map;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.PackException;

/**
 * Sizes of a network: those in its configuration, and where it leaves one out, what the weights
 * say, as the architectures themselves do it.
 *
 * @param spec the network with its configuration
 * @param shapes names and shapes of its weights
 */
record Sizes(ModuleSpec spec, Map<String, List<Long>> shapes) {

  /** A number that only the configuration has. */
  long number(String key) throws PackException {
    return (long) spec.number(key);
  }

  /** The list that only the configuration has. */
  List<Long> numbers(String key) throws PackException {
    spec.number(key);
    return spec.config().getOrDefault(key, List.of()).stream().map(Double::longValue).toList();
  }

  /** A number of the configuration, or else a dimension of a tensor. */
  long numberOr(String key, String tensor, int dimension) throws PackException {
    return spec.config().containsKey(key) ? number(key) : dimension(tensor, dimension);
  }

  /** A dimension of a tensor. */
  long dimension(String tensor, int dimension) throws PackException {
    List<Long> shape = shapes.get(tensor);
    if (shape == null || shape.size() <= dimension) {
      throw new PackException(
          spec.weights()
              + " lacks "
              + tensor
              + ", or it has another shape than in "
              + spec.architecture()
              + ": take weights of this architecture");
    }
    return shape.get(dimension);
  }
}
