// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.ending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.gate.Gate;
import org.orthancprism.models.gate.GateResult;
import org.orthancprism.models.pack.Compositing;
import org.orthancprism.models.pack.EditableFinding;
import org.orthancprism.models.presence.OperatingPoint;

/** How an edit ends, by what is known of it. */
class JudgedEditTest {

  private static final double PRESENT = 0.9;
  private static final double UNDECIDED = 0.5;
  private static final double ABSENT = 0.1;
  private static final double MUCH = 0.05;
  private static final double HARDLY_ANYTHING = 0.001;

  private static final GateResult KEPT = Gate.PLACE.atMost(0.01, 0.05);
  private static final GateResult ASTRAY = Gate.PLACE.atMost(0.2, 0.05);
  private static final GateResult TOO_MUCH = Gate.AMOUNT.atMost(0.4, 0.3);

  @Test
  void aRemovalThatPassesAllGatesIsMade() {
    Ending ending = removal(PRESENT, MUCH, KEPT);
    assertEquals(new Ending.Made("passed all gates"), ending);
    assertTrue(Storing.HELPFUL.stores(ending) && Storing.ALL.stores(ending));
  }

  @Test
  void aRemovalOfWhatTheClassifierCallsAbsentHasNothingToDo() {
    Ending ending = removal(ABSENT, MUCH, KEPT);
    assertEquals(Ending.Kind.NOTHING_TO_DO, ending.kind());
    assertEquals(
        "the classifier says that Pleural Effusion is absent: 0.100, below 0.300", ending.reason());
    assertFalse(Storing.HELPFUL.stores(ending));
    assertTrue(Storing.ALL.stores(ending));
  }

  @Test
  void anAdditionOfWhatIsThereHasNothingToDo() {
    assertEquals(
        "the classifier says that Pleural Effusion is present: 0.900, from 0.700 on",
        judged(Direction.ADD, false, PRESENT, MUCH, KEPT).reason());
    assertEquals(Ending.Kind.MADE, judged(Direction.ADD, false, ABSENT, MUCH, KEPT).kind());
  }

  @Test
  void anEditThatWouldHardlyChangeAnythingHasNothingToDo() {
    Ending ending = removal(PRESENT, HARDLY_ANYTHING, ASTRAY);
    assertEquals(
        "hardly anything would change: 0.0010 of the film, less than 0.0060", ending.reason());
  }

  @Test
  void aToggleBetweenTheTwoPointsIsUndecided() {
    Ending ending = judged(Direction.REMOVE, true, UNDECIDED, MUCH, ASTRAY);
    assertEquals(new Ending.Undecided("Pleural Effusion", 0.5, 0.3, 0.7), ending);
    assertEquals(
        "the classifier sees Pleural Effusion at 0.500, between absent below 0.300 and present from"
            + " 0.700",
        ending.reason());
    assertFalse(Storing.HELPFUL.stores(ending));
  }

  @Test
  void aRemovalBetweenTheTwoPointsIsNoGuessAndIsMade() {
    assertEquals(Ending.Kind.MADE, removal(UNDECIDED, MUCH, KEPT).kind());
  }

  @Test
  void aGateThatFailsWithholdsTheEditAndIsNamed() {
    Ending ending = removal(PRESENT, MUCH, KEPT, ASTRAY, TOO_MUCH);
    assertEquals(List.of(Gate.PLACE, Gate.AMOUNT), ending.failed());
    assertEquals("failed: place 0.200 above 0.050, amount 0.400 above 0.300", ending.reason());
    assertFalse(Storing.HELPFUL.stores(ending));
    assertThrows(IllegalArgumentException.class, () -> new Ending.Withheld(List.of(KEPT)));
  }

  @Test
  void withoutAClassifierTheGatesAloneDecide() {
    JudgedEdit edit =
        new JudgedEdit(
            effusion(), Direction.REMOVE, true, Optional.empty(), MUCH, List.of(KEPT), "why");
    assertEquals(Ending.Kind.MADE, edit.ending().kind());
  }

  @Test
  void kindsAreReadAsTheyAreWritten() {
    for (Ending.Kind kind : Ending.Kind.values()) {
      assertEquals(kind, Ending.Kind.of(kind.label()));
    }
    assertThrows(IllegalArgumentException.class, () -> Ending.Kind.of("done"));
    assertEquals(Optional.of(Storing.ALL), Storing.of("all"));
    assertEquals(Optional.empty(), Storing.of("some"));
  }

  private static Ending removal(double probability, double changed, GateResult... verdicts) {
    return judged(Direction.REMOVE, false, probability, changed, verdicts);
  }

  private static Ending judged(
      Direction direction,
      boolean toggled,
      double probability,
      double changed,
      GateResult... verdicts) {
    OperatingPoint point = new OperatingPoint("Pleural Effusion", Optional.empty(), 0.3, 0.7);
    return new JudgedEdit(
            effusion(),
            direction,
            toggled,
            Optional.of(new JudgedEdit.Seen(probability, point)),
            changed,
            List.of(verdicts),
            "passed all gates")
        .ending();
  }

  private static EditableFinding effusion() {
    return new EditableFinding(
        new Finding("Pleural Effusion", "60046008", "SCT", "Pleural effusion"),
        Set.of(Direction.REMOVE, Direction.ADD),
        256,
        Compositing.OBSCURING,
        0.006,
        EditableFinding.AS_LIKELY_AS_NOT,
        EditableFinding.Limits.DEFAULT,
        Set.of(),
        Set.of());
  }
}
