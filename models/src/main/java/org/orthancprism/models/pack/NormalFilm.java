// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How captions describe a film without findings: by a sentence, or by a label in their list. */
public sealed interface NormalFilm {

  /** A sentence of its own, in place of a list of findings. */
  record Sentence(String text) implements NormalFilm {
    public Sentence {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * A label that opens the list of findings, as CheXpert's {@code No Finding} does.
   *
   * @param name the label
   * @param beside names of findings that the label may accompany; every other finding excludes it.
   *     CheXpert's labeler sets {@code No Finding} where no observation but Support Devices is
   *     positive or uncertain (Irvin et al., arXiv 1901.07031, section 3)
   */
  record Label(String name, List<String> beside) implements NormalFilm {
    public Label {
      beside = List.copyOf(beside);
      if (name.isBlank()) {
        throw new IllegalArgumentException("the label of a film without findings is blank");
      }
    }

    /** Findings' names, after this label where they allow it. */
    List<String> before(List<String> names) {
      if (!beside.containsAll(names)) {
        return names;
      }
      List<String> all = new ArrayList<>(List.of(name));
      all.addAll(names);
      return all;
    }
  }
}
