// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.ending;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.orthancprism.models.gate.Gate;
import org.orthancprism.models.gate.GateResult;

/** How an edit of a film ended. */
public sealed interface Ending {

  /** The ends that there are. */
  enum Kind {
    /** There is a counterfactual that passed all gates. */
    MADE("made"),
    /** The film has nothing that the edit could change. */
    NOTHING_TO_DO("nothing-to-do"),
    /** The classifier does not know which way a toggle should go. */
    UNDECIDED("undecided"),
    /** A gate failed. */
    WITHHELD("withheld");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The kind's name in records and answers. */
    public String label() {
      return label;
    }

    /**
     * The kind of a label.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Kind of(String label) {
      for (Kind kind : values()) {
        if (kind.label.equals(label)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no edit ends as '" + label + "'");
    }
  }

  /** Which of the ends it is. */
  Kind kind();

  /** In a sentence, why. */
  String reason();

  /** The gates that failed; none unless it was withheld. */
  default List<Gate> failed() {
    return List.of();
  }

  /**
   * There is a counterfactual that passed all gates.
   *
   * @param reason why this candidate was taken
   */
  record Made(String reason) implements Ending {
    public Made {
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public Kind kind() {
      return Kind.MADE;
    }
  }

  /**
   * The film has nothing that the edit could change.
   *
   * @param reason how one knows
   */
  record NothingToDo(String reason) implements Ending {
    public NothingToDo {
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public Kind kind() {
      return Kind.NOTHING_TO_DO;
    }
  }

  /**
   * A toggle of a finding of which the classifier says neither that it is there nor that it is not.
   *
   * @param finding the finding's name
   * @param probability what the classifier sees, in [0, 1]
   * @param absentBelow below which it would be absent
   * @param presentFrom from which on it would be present
   */
  record Undecided(String finding, double probability, double absentBelow, double presentFrom)
      implements Ending {
    public Undecided {
      Objects.requireNonNull(finding, "finding");
    }

    @Override
    public Kind kind() {
      return Kind.UNDECIDED;
    }

    @Override
    public String reason() {
      return String.format(
          Locale.ROOT,
          "the classifier sees %s at %.3f, between absent below %.3f and present from %.3f",
          finding,
          probability,
          absentBelow,
          presentFrom);
    }
  }

  /**
   * A gate failed.
   *
   * @param verdicts what the gates that failed say, one at least
   */
  record Withheld(List<GateResult> verdicts) implements Ending {
    public Withheld {
      verdicts = List.copyOf(verdicts);
      if (verdicts.isEmpty() || verdicts.stream().anyMatch(GateResult::passed)) {
        throw new IllegalArgumentException("an edit is withheld for gates that failed");
      }
    }

    @Override
    public Kind kind() {
      return Kind.WITHHELD;
    }

    @Override
    public String reason() {
      return "failed: "
          + verdicts.stream().map(GateResult::failure).collect(Collectors.joining(", "));
    }

    @Override
    public List<Gate> failed() {
      return verdicts.stream().map(GateResult::gate).toList();
    }
  }
}
