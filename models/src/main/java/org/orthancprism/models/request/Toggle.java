// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.request;

import java.util.Objects;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.finding.Finding;

/**
 * A request of which the film decides what edit it is: one that removes a finding where it is, and
 * adds it elsewhere.
 *
 * @param finding the finding; one of the pack's
 */
public record Toggle(Finding finding) implements EditRequest {

  public Toggle {
    Objects.requireNonNull(finding, "finding");
  }

  /** For example {@code toggle-pleural-effusion}. */
  @Override
  public String name() {
    return "toggle-" + finding.slug();
  }

  /** The edit of a film that has the finding. */
  public FindingEdit removal() {
    return new FindingEdit(Direction.REMOVE, finding);
  }

  /** The edit of a film that lacks it. */
  public FindingEdit addition() {
    return new FindingEdit(Direction.ADD, finding);
  }
}
