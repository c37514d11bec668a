// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.request;

import java.util.Locale;
import java.util.Objects;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.finding.Placement;

/**
 * A finding is to be removed, added, or toggled.
 *
 * @param change what to do with the finding
 * @param finding the finding it is about; one of the pack's
 * @param placement size and side of what is added
 */
public record FindingRequest(Change change, Finding finding, Placement placement)
    implements EditRequest {

  /** A request that states neither size nor side. */
  public FindingRequest(Change change, Finding finding) {
    this(change, finding, Placement.UNSTATED);
  }

  public FindingRequest {
    Objects.requireNonNull(change, "change");
    Objects.requireNonNull(finding, "finding");
    if (change != Change.ADD && !placement.equals(Placement.UNSTATED)) {
      throw new IllegalArgumentException("size and side are stated of what is added alone");
    }
  }

  /**
   * For example {@code toggle-pleural-effusion} or {@code add-small-left-pleural-effusion}; see
   * {@link EditRequest#parse}.
   */
  @Override
  public String name() {
    return change.name().toLowerCase(Locale.ROOT) + "-" + placement.before(finding.slug(), "-");
  }
}
