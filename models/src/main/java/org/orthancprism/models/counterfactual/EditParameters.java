// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.counterfactual;

import java.util.Objects;
import java.util.Optional;

/**
 * All that must be known to make the same counterfactual again from the same film.
 *
 * @param method name of the method, for example {@code image-conditioned} or {@code direct}
 * @param sourceCaption caption of the film as it is, or an empty text where the method needs none
 * @param targetCaption caption that guided the edit
 * @param seed seed of all randomness
 * @param steps number of sampling steps, at least 1
 * @param guidance classifier-free guidance weight; 1 is none
 * @param attention how attention followed the source, for methods that control it
 */
public record EditParameters(
    String method,
    String sourceCaption,
    String targetCaption,
    long seed,
    int steps,
    double guidance,
    Optional<AttentionSettings> attention) {

  public EditParameters {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(sourceCaption, "sourceCaption");
    Objects.requireNonNull(targetCaption, "targetCaption");
    Objects.requireNonNull(attention, "attention");
    if (steps < 1) {
      throw new IllegalArgumentException("an edit takes at least one step, not " + steps);
    }
  }
}
