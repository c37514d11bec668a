// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.request;

import java.util.Objects;

/**
 * A pair of captions in place of those that the pack makes of an edit's finding.
 *
 * @param source caption of the film as it is; may be empty
 * @param target caption of the result
 */
public record CaptionPair(String source, String target) {

  /** Characters that either may have. */
  public static final int LONGEST = 1000;

  public CaptionPair {
    Objects.requireNonNull(source, "source");
    if (target.isBlank() || source.length() > LONGEST || target.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a target caption is needed, and captions have at most " + LONGEST + " characters");
    }
  }
}
