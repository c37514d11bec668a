// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.util.Objects;
import org.orthancprism.task.FailureKind;

/** How one attempt at a study's task ended. */
public sealed interface TaskOutcome {

  /** One line for the log and the record. */
  String reason();

  /**
   * All that could be done is done.
   *
   * @param reason empty where there is nothing to say
   * @param damagedFilms how many films were left out since they can't be read or edited
   * @param nothing whether the study has no result, since all its edits ended without an image
   */
  record Done(String reason, int damagedFilms, boolean nothing) implements TaskOutcome {
    public Done {
      Objects.requireNonNull(reason, "reason");
      if (damagedFilms < 0) {
        throw new IllegalArgumentException("no fewer films than none are damaged");
      }
    }

    /** Done with all films. */
    public Done(String reason) {
      this(reason, 0, false);
    }

    /** In words: {@code done}, or for example {@code done, nothing stored, 1 film damaged}. */
    public String state() {
      String done = nothing ? "done, nothing stored" : "done";
      return switch (damagedFilms) {
        case 0 -> done;
        case 1 -> done + ", 1 film damaged";
        default -> done + ", " + damagedFilms + " films damaged";
      };
    }
  }

  /** All was done already: the record stays as the run left it that did it. */
  record NothingNew() implements TaskOutcome {
    @Override
    public String reason() {
      return "nothing new";
    }
  }

  /** It can't be done, now or later. */
  record Failed(FailureKind kind, String reason) implements TaskOutcome {
    public Failed {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** It could not be done now, but what was in the way may pass. */
  record RetryLater(FailureKind kind, String reason) implements TaskOutcome {
    public RetryLater {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** The worker is being stopped; the attempt does not count. */
  record Interrupted(String reason) implements TaskOutcome {
    public Interrupted {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
