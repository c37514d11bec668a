// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.request;

import java.util.ArrayList;
import java.util.List;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.finding.Placement;

/**
 * An edit that is asked for by a name, with the pack's finding that it is about: an edit, or a
 * toggle, of which each film makes an edit of its own.
 */
public sealed interface EditRequest permits Edit, Toggle {

  /** The request's name; that of an edit is the edit's. */
  String name();

  /**
   * Reads the name of a request about a finding, for example {@code remove-support-devices} or
   * {@code add-small-left-pleural-effusion}.
   *
   * @param findings the findings that the pack knows
   * @throws IllegalArgumentException when the name is not of a change and one of these findings;
   *     its message names those there are
   */
  static EditRequest parse(String name, Iterable<Finding> findings) {
    List<String> known = new ArrayList<>();
    for (Finding finding : findings) {
      List<EditRequest> unstated =
          List.of(
              new FindingEdit(Direction.REMOVE, finding),
              new FindingEdit(Direction.ADD, finding),
              new Toggle(finding));
      for (EditRequest request : unstated) {
        if (request.name().equals(name)) {
          return request;
        }
        known.add(request.name());
      }
      for (Placement placement : Placement.ALL) {
        FindingEdit request = new FindingEdit(Direction.ADD, finding, placement);
        if (request.name().equals(name)) {
          return request;
        }
      }
    }
    throw new IllegalArgumentException(
        "no edit is called '" + name + "'; there are: " + String.join(", ", known));
  }
}
