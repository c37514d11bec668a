// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.request;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.finding.Placement;
import org.orthancprism.models.pack.EditableFinding;

/**
 * An edit that removes or adds a finding.
 *
 * @param direction whether the finding is taken out or put in
 * @param finding what is taken out or put in; one of the pack's
 * @param placement size and side of what is put in
 */
public record FindingEdit(Direction direction, Finding finding, Placement placement)
    implements Edit {

  /** An edit whose size and side are the pack's own. */
  public FindingEdit(Direction direction, Finding finding) {
    this(direction, finding, Placement.UNSTATED);
  }

  public FindingEdit {
    Objects.requireNonNull(direction, "direction");
    Objects.requireNonNull(finding, "finding");
    Objects.requireNonNull(placement, "placement");
    if (direction == Direction.REMOVE && !placement.equals(Placement.UNSTATED)) {
      throw new IllegalArgumentException("size and side are stated of what is added alone");
    }
  }

  /**
   * The edits of a finding that a pack can make, without size and side: its removal comes first.
   */
  public static List<FindingEdit> of(EditableFinding editable) {
    return editable.directions().stream()
        .sorted()
        .map(direction -> new FindingEdit(direction, editable.finding()))
        .toList();
  }

  /**
   * For example {@code remove-support-devices} or {@code add-left-pleural-effusion}; see {@link
   * EditRequest#parse}.
   */
  @Override
  public String name() {
    return direction.name().toLowerCase(Locale.ROOT) + "-" + placement.before(finding.slug(), "-");
  }
}
