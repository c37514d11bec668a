// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.counterfactual;

import java.util.Locale;
import java.util.Objects;
import org.orthancprism.models.pack.Direction;
import org.orthancprism.models.pack.Finding;

/**
 * A finding removed or added.
 *
 * @param direction whether the finding is taken out or put in
 * @param finding what is taken out or put in
 */
public record FindingEdit(Direction direction, Finding finding) implements Edit {

  public FindingEdit {
    Objects.requireNonNull(direction, "direction");
    Objects.requireNonNull(finding, "finding");
  }

  /** For example {@code remove-support-devices}. */
  @Override
  public String name() {
    return direction.name().toLowerCase(Locale.ROOT) + "-" + finding.slug();
  }
}
