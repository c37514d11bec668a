// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.request;

import java.util.Objects;
import java.util.Optional;
import org.orthancprism.models.inversion.LatentMasks;
import org.orthancprism.models.pack.EditingMethod;
import org.orthancprism.models.presence.FilmView;

/**
 * How edits are to be made, beyond what the pack says.
 *
 * @param seed seed of all randomness
 * @param method the method, in place of the pack's own; inversion packs only
 * @param masks where the film may change, of any size; nothing changes outside
 * @param view from where the film was exposed, by which the classifier's operating points are
 *     chosen; empty where it is not known
 * @param mirrored whether the patient's left lies on the left of the film, other than radiographs
 *     are shown; left and right of a {@link org.orthancprism.models.finding.Placement} change
 *     places then
 */
public record EditOptions(
    long seed,
    Optional<EditingMethod> method,
    Optional<LatentMasks> masks,
    Optional<FilmView> view,
    boolean mirrored) {

  public EditOptions {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(masks, "masks");
    Objects.requireNonNull(view, "view");
  }

  /** The pack's own way, with a seed. */
  public static EditOptions seeded(long seed) {
    return new EditOptions(seed, Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  /** The same by another method. */
  public EditOptions by(EditingMethod other) {
    return new EditOptions(seed, Optional.of(other), masks, view, mirrored);
  }

  /** The same within masks. */
  public EditOptions within(LatentMasks where) {
    return new EditOptions(seed, method, Optional.of(where), view, mirrored);
  }

  /** The same of a film of this view. */
  public EditOptions of(Optional<FilmView> seenFrom) {
    return new EditOptions(seed, method, masks, seenFrom, mirrored);
  }
}
