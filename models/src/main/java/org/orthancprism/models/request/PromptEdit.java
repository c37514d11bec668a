// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.request;

import java.util.Objects;

/**
 * An edit that captions describe, taken as they are written: a film of one becomes one of the
 * other.
 *
 * @param name what the edit is called: lower-case letters, digits and hyphens, at most 64
 * @param source caption of the film as it is; an image-conditioned pack has no use for it
 * @param target caption of the result; an image-conditioned pack takes it as the instruction
 */
public record PromptEdit(String name, String source, String target) implements Edit {

  private static final int LONGEST = 1000;

  public PromptEdit {
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
