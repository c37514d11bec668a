// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.request;

import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.finding.Placement;

/** What was asked for. */
public sealed interface EditRequest permits FindingRequest, PromptRequest {

  /** What is to be done with a finding. A toggle removes it where it is and adds it elsewhere. */
  enum Change {
    REMOVE,
    ADD,
    TOGGLE
  }

  /** The request's name. */
  String name();

  /**
   * Reads the name of a request about a finding, for example {@code remove-support-devices} or
   * {@code add-small-left-pleural-effusion}.
   *
   * @param findings the findings that the pack knows
   * @throws IllegalArgumentException when the name is not of a change and one of these findings;
   *     its message names those there are
   */
  static FindingRequest parse(String name, Iterable<Finding> findings) {
    StringBuilder known = new StringBuilder();
    for (Finding finding : findings) {
      for (Change change : Change.values()) {
        FindingRequest request = new FindingRequest(change, finding);
        if (request.name().equals(name)) {
          return request;
        }
        known.append(known.isEmpty() ? "" : ", ").append(request.name());
      }
      for (Placement placement : Placement.ALL) {
        FindingRequest request = new FindingRequest(Change.ADD, finding, placement);
        if (request.name().equals(name)) {
          return request;
        }
      }
    }
    throw new IllegalArgumentException("no edit is called '" + name + "'; there are: " + known);
  }
}
