// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.util.List;
import org.orthancprism.models.finding.FindingNames;

/**
 * How a pack's film check sees pictures and names what they are.
 *
 * @param module its role among the pack's modules
 * @param labels names of its outputs in order, at least two, none blank; the first is what a film
 *     has to be that the pack can edit
 * @param resolution side in pixels of the square pictures that it takes
 * @param lowest what it takes for black
 * @param highest what it takes for white
 * @param passFrom probability of the first label from which on a picture passes, above 0 and at
 *     most 1
 */
public record FilmCheckSpec(
    String module,
    List<String> labels,
    int resolution,
    double lowest,
    double highest,
    double passFrom) {

  /** The values of black and white that a pack has by default. */
  static final List<Double> USUAL_RANGE = List.of(-1.0, 1.0);

  public FilmCheckSpec {
    labels = List.copyOf(labels);
    if (module.isBlank()) {
      throw new IllegalArgumentException("a film check names its module");
    }
    if (labels.size() < 2 || labels.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a film check names each of its outputs, at least two");
    }
    if (labels.stream().map(FindingNames::canonical).distinct().count() < labels.size()) {
      throw new IllegalArgumentException("a film check's label is listed twice: " + labels);
    }
    if (resolution < 16 || resolution > 4096) {
      throw new IllegalArgumentException(
          "a film check's resolution lies in 16 to 4096, not " + resolution);
    }
    if (!(lowest < highest && Double.isFinite(lowest) && Double.isFinite(highest))) {
      throw new IllegalArgumentException(
          "a film check's range rises, not from " + lowest + " to " + highest);
    }
    if (!(passFrom > 0 && passFrom <= 1)) {
      throw new IllegalArgumentException(
          "a film check's passFrom lies above 0 and is at most 1, not " + passFrom);
    }
  }
}
