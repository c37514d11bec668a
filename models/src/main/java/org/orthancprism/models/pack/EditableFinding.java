// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.orthancprism.models.editor.Direction;

/**
 * A finding and what a pack can do with it.
 *
 * @param finding the finding
 * @param directions what the pack can do with it: remove, add or both
 * @param resolution length in pixels of the film's long side at which the network works
 * @param compositing how the change is brought to native resolution
 */
public record EditableFinding(
    Finding finding, Set<Direction> directions, int resolution, Compositing compositing) {

  public EditableFinding {
    Objects.requireNonNull(finding, "finding");
    Objects.requireNonNull(compositing, "compositing");
    if (directions.isEmpty()) {
      throw new IllegalArgumentException("a finding has at least one direction");
    }
    if (resolution < 32) {
      throw new IllegalArgumentException("a working resolution is at least 32, not " + resolution);
    }
    directions = Set.copyOf(EnumSet.copyOf(directions));
  }
}
