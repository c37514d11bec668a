// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.request;

import java.util.Locale;
import java.util.Objects;
import org.orthancprism.models.pack.Finding;

/**
 * A finding is to be removed, added, or toggled.
 *
 * @param change what to do with the finding
 * @param finding the finding it is about; one of the pack's
 */
public record FindingRequest(Change change, Finding finding) implements EditRequest {

  public FindingRequest {
    Objects.requireNonNull(change, "change");
    Objects.requireNonNull(finding, "finding");
  }

  /** For example {@code toggle-pleural-effusion}; see {@link EditRequest#parse}. */
  @Override
  public String name() {
    return change.name().toLowerCase(Locale.ROOT) + "-" + finding.slug();
  }
}
