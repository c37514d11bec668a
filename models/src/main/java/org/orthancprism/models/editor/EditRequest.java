// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import java.util.Locale;
import java.util.Objects;
import org.orthancprism.models.pack.Finding;

/**
 * What was asked for: a finding removed, added, or toggled.
 *
 * @param change what to do with the finding
 * @param finding the finding it is about
 */
public record EditRequest(Change change, Finding finding) {

  /** What is asked for. A toggle removes the finding where there is one and adds it elsewhere. */
  public enum Change {
    REMOVE,
    ADD,
    TOGGLE
  }

  public EditRequest {
    Objects.requireNonNull(change, "change");
    Objects.requireNonNull(finding, "finding");
  }

  /** The request's name, for example {@code toggle-pleural-effusion}; see {@link #parse}. */
  public String name() {
    return change.name().toLowerCase(Locale.ROOT) + "-" + finding.slug();
  }

  /**
   * Reads a request's name, for example {@code remove-support-devices}.
   *
   * @param findings the findings that the pack knows
   * @throws IllegalArgumentException when the name is not of a change and one of these findings;
   *     its message names those there are
   */
  public static EditRequest parse(String name, Iterable<Finding> findings) {
    StringBuilder known = new StringBuilder();
    for (Finding finding : findings) {
      for (Change change : Change.values()) {
        EditRequest request = new EditRequest(change, finding);
        if (request.name().equals(name)) {
          return request;
        }
        known.append(known.isEmpty() ? "" : ", ").append(request.name());
      }
    }
    throw new IllegalArgumentException("no edit is called '" + name + "'; there are: " + known);
  }
}
