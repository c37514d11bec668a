// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.orthancprism.models.finding.Finding;

/**
 * Names of a model's outputs.
 *
 * @param names one for each output in order; a blank one is unused
 */
record OutputLabels(List<String> names) {

  OutputLabels {
    names = List.copyOf(names);
  }

  /**
   * A model's labels. One that means a finding of the pack gets the pack's name, by which edits of
   * it are recognised.
   *
   * @throws ModelException when there is none, or one twice
   */
  static OutputLabels of(List<String> labels, Collection<Finding> findings) throws ModelException {
    List<String> names = labels.stream().map(label -> name(label, findings)).toList();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!name.isBlank() && !seen.add(name)) {
        throw new ModelException("two of its labels are " + name + ": leave one empty");
      }
    }
    if (seen.isEmpty()) {
      throw new ModelException("it has no label: name its outputs");
    }
    return new OutputLabels(names);
  }

  private static String name(String label, Collection<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.isNamed(label))
        .map(Finding::name)
        .findFirst()
        .orElse(label);
  }

  /**
   * Puts names to an answer.
   *
   * @throws ModelException when there are not as many values as labels, or one is no probability
   */
  Map<String, Double> named(double[] values) throws ModelException {
    if (values.length != names.size()) {
      throw new ModelException(
          "it gave "
              + values.length
              + " values for "
              + names.size()
              + " labels: name every output, an unused one by an empty text");
    }
    Map<String, Double> named = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      if (!names.get(i).isBlank()) {
        named.put(names.get(i), probability(names.get(i), values[i]));
      }
    }
    return named;
  }

  private static double probability(String label, double value) throws ModelException {
    if (!(value >= 0 && value <= 1)) {
      throw new ModelException(
          "it gave " + value + " as the probability of " + label + ", which lies in [0, 1]");
    }
    return value;
  }
}
