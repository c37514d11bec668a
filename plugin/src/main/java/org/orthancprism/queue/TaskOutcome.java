// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.util.Objects;

/** How one attempt at a study's task ended. */
public sealed interface TaskOutcome {

  /** One line for the log and the record. */
  String reason();

  /** All that was to be done is done. An empty reason means that there is nothing to say. */
  record Done(String reason) implements TaskOutcome {
    public Done {
      Objects.requireNonNull(reason, "reason");
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
