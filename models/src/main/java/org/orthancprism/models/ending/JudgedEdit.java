// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.ending;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.gate.GateResult;
import org.orthancprism.models.pack.EditableFinding;
import org.orthancprism.models.presence.OperatingPoint;
import org.orthancprism.models.presence.Presence;

/**
 * What is known of an edit of a finding when it is decided how it ends.
 *
 * @param finding the finding, and what the pack says of it
 * @param direction what was done with it
 * @param toggled whether the classifier chose the direction
 * @param seen what the classifier sees of the finding in the film; empty where it does not know it
 * @param changed share of the film, at working resolution, that the edit would change, in [0, 1]
 * @param verdicts what all gates say
 * @param reason why this candidate was taken
 */
public record JudgedEdit(
    EditableFinding finding,
    Direction direction,
    boolean toggled,
    Optional<Seen> seen,
    double changed,
    List<GateResult> verdicts,
    String reason) {

  /**
   * What a classifier sees of a finding.
   *
   * @param probability in [0, 1]
   * @param point from where its word counts
   */
  public record Seen(double probability, OperatingPoint point) {

    /** Whether the finding is there. */
    public Presence presence() {
      return point.presence(probability);
    }
  }

  public JudgedEdit {
    Objects.requireNonNull(finding, "finding");
    Objects.requireNonNull(direction, "direction");
    Objects.requireNonNull(seen, "seen");
    Objects.requireNonNull(reason, "reason");
    verdicts = List.copyOf(verdicts);
  }

  /** How the edit ends. */
  public Ending ending() {
    return undecided()
        .or(this::needless)
        .or(this::tooLittle)
        .orElseGet(() -> judged(verdicts, reason));
  }

  /** How an edit ends by its gates alone, as one of free captions does. */
  public static Ending judged(List<GateResult> verdicts, String reason) {
    List<GateResult> failed = verdicts.stream().filter(verdict -> !verdict.passed()).toList();
    return failed.isEmpty() ? new Ending.Made(reason) : new Ending.Withheld(failed);
  }

  private Optional<Ending> undecided() {
    return seen.filter(one -> toggled && one.presence() == Presence.UNDECIDED)
        .map(
            one ->
                new Ending.Undecided(
                    finding.finding().name(),
                    one.probability(),
                    one.point().absentBelow(),
                    one.point().presentFrom()));
  }

  /** The film already is as the edit would make it. */
  private Optional<Ending> needless() {
    return seen.flatMap(
        one ->
            switch (direction) {
              case REMOVE ->
                  one.presence() == Presence.ABSENT
                      ? nothing("is absent: %.3f, below %.3f", one, one.point().absentBelow())
                      : Optional.empty();
              case ADD ->
                  one.presence() == Presence.PRESENT
                      ? nothing("is present: %.3f, from %.3f on", one, one.point().presentFrom())
                      : Optional.empty();
            });
  }

  private Optional<Ending> nothing(String format, Seen one, double point) {
    String why = String.format(Locale.ROOT, format, one.probability(), point);
    return Optional.of(
        new Ending.NothingToDo("the classifier says that " + finding.finding().name() + " " + why));
  }

  private Optional<Ending> tooLittle() {
    return changed >= finding.presentFrom()
        ? Optional.empty()
        : Optional.of(
            new Ending.NothingToDo(
                String.format(
                    Locale.ROOT,
                    "hardly anything would change: %.4f of the film, less than %.4f",
                    changed,
                    finding.presentFrom())));
  }
}
