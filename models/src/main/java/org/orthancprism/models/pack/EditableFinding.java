// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.finding.Placement;

/**
 * A finding and what a pack can do with it.
 *
 * @param finding the finding
 * @param directions what the pack can do with it: remove, add or both
 * @param resolution length in pixels of the film's long side at which the network works
 * @param compositing how the change is brought to native resolution
 * @param presentFrom share of the film that its removal must change for the finding to count as
 *     present, in [0, 1]; below it a toggle adds the finding
 * @param certainFrom probability of a change, in [0.5, 1], that each connected part of a predicted
 *     change mask must reach somewhere to count
 * @param limits what an edit of the finding may do at most
 * @param sizes sizes, beside the medium one, in which the pack adds it
 * @param sides sides of the patient on which the pack adds it if a request says so
 */
public record EditableFinding(
    Finding finding,
    Set<Direction> directions,
    int resolution,
    Compositing compositing,
    double presentFrom,
    double certainFrom,
    Limits limits,
    Set<Placement.Size> sizes,
    Set<Placement.Side> sides) {

  /** The {@code certainFrom} of a finding whose mask counts as it is. */
  public static final double AS_LIKELY_AS_NOT = 0.5;

  public EditableFinding {
    Objects.requireNonNull(finding, "finding");
    Objects.requireNonNull(compositing, "compositing");
    Objects.requireNonNull(limits, "limits");
    if (directions.isEmpty()) {
      throw new IllegalArgumentException("a finding has at least one direction");
    }
    if (resolution < 32) {
      throw new IllegalArgumentException("a working resolution is at least 32, not " + resolution);
    }
    if (!(presentFrom >= 0 && presentFrom <= 1)) {
      throw new IllegalArgumentException("a share of a film lies in [0, 1], not " + presentFrom);
    }
    if (!(certainFrom >= AS_LIKELY_AS_NOT && certainFrom <= 1)) {
      throw new IllegalArgumentException("a certainty lies in [0.5, 1], not " + certainFrom);
    }
    directions = Set.copyOf(EnumSet.copyOf(directions));
    sizes = Set.copyOf(sizes);
    sides = Set.copyOf(sides);
    if (!directions.contains(Direction.ADD) && !(sizes.isEmpty() && sides.isEmpty())) {
      throw new IllegalArgumentException("a finding that is never added has no size and no side");
    }
  }

  /** What a request to add the finding can say, the unstated placement first. */
  public List<Placement> placements() {
    return Placement.of(sizes, sides);
  }

  /**
   * What an edit of a finding may do at most; one that does more is withheld.
   *
   * @param outsideThorax share of the edit's change of luminance that may lie outside of the
   *     thorax, in [0, 1]
   * @param changed share of the film's pixels that may change, in [0, 1]
   * @param otherFindings by how much the classifier's probability of any other finding may move, in
   *     [0, 1]
   */
  public record Limits(double outsideThorax, double changed, double otherFindings) {

    /** The limits of a finding whose pack states none. */
    public static final Limits DEFAULT = new Limits(0.05, 0.5, 0.5);

    public Limits {
      refuseUnfit("outsideThorax", outsideThorax);
      refuseUnfit("changed", changed);
      refuseUnfit("otherFindings", otherFindings);
    }

    private static void refuseUnfit(String name, double limit) {
      if (!(limit >= 0 && limit <= 1)) {
        throw new IllegalArgumentException("limits." + name + " lies in [0, 1], not " + limit);
      }
    }
  }
}
