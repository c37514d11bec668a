// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.classifier;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.orthancprism.models.finding.Finding;

/**
 * How probable a classifier holds each of its findings to be in a film.
 *
 * @param byFinding probability in [0, 1] by the finding's name, in the classifier's order, at least
 *     one; a finding of the pack has the pack's name
 */
public record FindingProbabilities(Map<String, Double> byFinding) {

  public FindingProbabilities {
    if (byFinding.isEmpty()) {
      throw new IllegalArgumentException("a classifier needs one finding at least");
    }
    for (Map.Entry<String, Double> entry : byFinding.entrySet()) {
      if (!(entry.getValue() >= 0 && entry.getValue() <= 1)) {
        throw new IllegalArgumentException(
            "a probability lies in [0, 1], not " + entry.getValue() + " as of " + entry.getKey());
      }
    }
    byFinding = Collections.unmodifiableMap(new LinkedHashMap<>(byFinding));
  }

  /** Probability of a finding; empty where the classifier does not know it. */
  public OptionalDouble of(Finding finding) {
    return byFinding.entrySet().stream()
        .filter(entry -> finding.isNamed(entry.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .findFirst();
  }
}
