// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How one of a pack's classifiers sees films and names what it finds.
 *
 * @param role its role among the pack's modules, {@value #ROLE} where there is but one
 * @param labels names of its outputs in order; a blank one is an output that stands for nothing
 * @param resolution side in pixels of the square films that it takes
 * @param lowest what it takes for black, for example -1024
 * @param highest what it takes for white, for example 1024
 */
public record ClassifierSpec(
    String role, List<String> labels, int resolution, double lowest, double highest) {

  /** The usual role of a classifier among a pack's modules. */
  public static final String ROLE = "classifier";

  public ClassifierSpec {
    labels = List.copyOf(labels);
    if (labels.stream().allMatch(String::isBlank)) {
      throw new IllegalArgumentException("a classifier has at least one label");
    }
    Set<String> seen = new HashSet<>();
    for (String label : labels) {
      if (!label.isBlank() && !seen.add(FindingNames.canonical(label))) {
        throw new IllegalArgumentException("a classifier's label stands there twice: " + label);
      }
    }
    if (resolution < 16 || resolution > 4096) {
      throw new IllegalArgumentException(
          "a classifier's resolution lies in 16 to 4096, not " + resolution);
    }
    if (!(lowest < highest && Double.isFinite(lowest) && Double.isFinite(highest))) {
      throw new IllegalArgumentException(
          "a classifier's range rises, not from " + lowest + " to " + highest);
    }
  }
}
