// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import java.util.Locale;
import java.util.Objects;
import org.orthancprism.models.pack.Finding;

/**
 * One change that is made to a film: a finding removed or added.
 *
 * @param direction whether the finding is taken out or put in
 * @param finding what is taken out or put in
 */
public record Edit(Direction direction, Finding finding) {

  public Edit {
    Objects.requireNonNull(direction, "direction");
    Objects.requireNonNull(finding, "finding");
  }

  /** The edit's name, for example {@code remove-support-devices}. */
  public String name() {
    return direction.name().toLowerCase(Locale.ROOT) + "-" + finding.slug();
  }
}
