// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.models.finding.FindingNames;
import org.orthancprism.models.presence.FilmView;
import org.orthancprism.models.presence.OperatingPoint;

/**
 * How one of a pack's classifiers sees films and names what it finds.
 *
 * @param role its role among the pack's modules, {@value #ROLE} where there is but one
 * @param labels names of its outputs in order; a blank one is unused
 * @param resolution side in pixels of the square films that it takes
 * @param lowest what it takes for black, for example -1024
 * @param highest what it takes for white, for example 1024
 * @param points from where its word counts, at most one for each label and view; none for a label
 *     that is told at one half
 */
public record ClassifierSpec(
    String role,
    List<String> labels,
    int resolution,
    double lowest,
    double highest,
    List<OperatingPoint> points) {

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
        throw new IllegalArgumentException("a classifier's label is listed twice: " + label);
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
    points = List.copyOf(points);
    Set<String> pointed = new HashSet<>();
    for (OperatingPoint point : points) {
      if (!seen.contains(FindingNames.canonical(point.label()))) {
        throw new IllegalArgumentException(
            "an operating point is of a label that the classifier does not have: " + point.label());
      }
      if (!pointed.add(FindingNames.canonical(point.label()) + point.view())) {
        throw new IllegalArgumentException(
            "a classifier's label has two operating points for one view: " + point.label());
      }
    }
  }

  /**
   * From where the classifier's word counts for a finding.
   *
   * @param name the finding's name, whatever its case, spaces and underscores
   * @param view the film's view; empty where it is not known
   * @return the point of the view, else that of every view; empty where the classifier has no such
   *     label, and one half where the label has no point
   */
  public Optional<OperatingPoint> point(String name, Optional<FilmView> view) {
    if (labels.stream().noneMatch(label -> FindingNames.mean(label, name))) {
      return Optional.empty();
    }
    List<OperatingPoint> own =
        points.stream().filter(point -> FindingNames.mean(point.label(), name)).toList();
    return own.stream()
        .filter(point -> point.view().isPresent() && point.view().equals(view))
        .findFirst()
        .or(() -> own.stream().filter(point -> point.view().isEmpty()).findFirst())
        .or(() -> Optional.of(OperatingPoint.asLikelyAsNot(name)));
  }
}
