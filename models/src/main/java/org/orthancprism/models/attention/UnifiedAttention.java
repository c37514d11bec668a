// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.attention;

import java.util.Objects;
import java.util.Set;

/**
 * What unified attention control knows of one edit (InfEdit, arXiv 2312.04965, section 4).
 *
 * @param alignment which target token corresponds to which source token
 * @param local places of the target caption's tokens that the edit is about: it stays its layout
 *     where they do not look; none for the whole film
 * @param mutual places of the target caption's tokens that show what the edit leaves: it stays its
 *     source where they look
 */
public record UnifiedAttention(TokenAlignment alignment, Set<Integer> local, Set<Integer> mutual) {

  public UnifiedAttention {
    Objects.requireNonNull(alignment, "alignment");
    local = Set.copyOf(local);
    mutual = Set.copyOf(mutual);
  }
}
