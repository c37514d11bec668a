// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.request;

import java.util.Objects;

/**
 * A film of one caption is to become one of another, both taken as they are written.
 *
 * @param name what the edit is called: lower-case letters, digits and hyphens, at most 64
 * @param source caption of the film as it is; an image-conditioned pack has no use for it
 * @param target caption of the result; an image-conditioned pack takes it as the instruction
 */
public record PromptRequest(String name, String source, String target) implements EditRequest {

  private static final int LONGEST = 1000;

  public PromptRequest {
    if (!Objects.requireNonNull(name, "name").matches("[a-z0-9](-?[a-z0-9]){0,63}")) {
      throw new IllegalArgumentException(
          "an edit's name is of lower-case letters, digits and hyphens, not '" + name + "'");
    }
    for (String caption : new String[] {source, target}) {
      if (Objects.requireNonNull(caption, "caption").length() > LONGEST) {
        throw new IllegalArgumentException(
            "a caption has at most " + LONGEST + " characters; tokens beyond the pack's are cut");
      }
    }
    if (target.isBlank()) {
      throw new IllegalArgumentException("an edit needs a target caption");
    }
  }
}
