// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.quality.ClipScores;

class ChoiceTest {

  @Test
  void withClipTheGreatestDirectionalSimilarityOfThosePassingIsTaken() {
    Choice choice =
        Choice.among(
            List.of(
                clip(0.95, 0.9, new ClipScores(0.8, 0.2, 0.2, 0.1)),
                clip(0.95, 0.9, new ClipScores(0.8, 0.2, 0.2, 0.3)),
                // The best direction of all, but no longer the same film.
                clip(0.95, 0.9, new ClipScores(0.59, 0.2, 0.2, 0.9))));
    assertEquals(1, choice.candidate());
    assertTrue(choice.passed());
    assertEquals("best of 2 that passed all gates, of 3, by CLIP direction 0.300", choice.reason());
  }

  @Test
  void withoutClipTheClassifierRanks() {
    Choice choice = Choice.among(List.of(plain(0.95, 0.6), plain(0.99, 0.55), plain(0.92, 0.8)));
    assertEquals(2, choice.candidate());
    assertTrue(choice.reason().contains("classifier 0.800"), choice.reason());
  }

  @Test
  void withoutAnyJudgeTheCandidateThatKeepsTheFilmBestIsTaken() {
    Choice choice = Choice.among(List.of(alone(0.91), alone(0.97), alone(0.94)));
    assertEquals(1, choice.candidate());
    assertEquals(List.of(Gate.IDENTITY), choice.verdicts().stream().map(GateResult::gate).toList());
  }

  @Test
  void whereNonePassesTheBestIsTakenAndWhatItFailedIsSaid() {
    Choice choice = Choice.among(List.of(plain(0.95, 0.2), plain(0.95, 0.4)));
    assertEquals(1, choice.candidate());
    assertFalse(choice.passed());
    assertEquals(
        "none of 2 passed; the best by classifier 0.400 failed: classifier 0.400 below 0.500",
        choice.reason());
  }

  @Test
  void everyGateThatCanBeAskedGivesItsVerdict() {
    Choice choice = Choice.among(List.of(clip(0.5, 0.4, new ClipScores(0.5, 0.05, 0.05, -0.6))));
    assertEquals(
        Arrays.stream(Gate.values()).filter(gate -> !gate.isLimit()).toList(),
        choice.verdicts().stream().map(GateResult::gate).toList());
    assertTrue(choice.verdicts().stream().noneMatch(GateResult::passed));
    assertTrue(choice.reason().startsWith("failed: identity 0.500 below 0.900"), choice.reason());
  }

  @Test
  void aValueAtTheThresholdPasses() {
    assertTrue(Gate.CLIP_IMAGE.of(0.6).passed());
    assertTrue(Choice.among(List.of(plain(0.9, 0.5))).passed());
    assertTrue(Gate.AMOUNT.atMost(0.3, 0.3).passed());
  }

  @Test
  void aLimitIsThePacksAndMayNotBePassed() {
    GateResult verdict = Gate.SIDE_EFFECTS.atMost(0.4, 0.3);
    assertFalse(verdict.passed());
    assertEquals("side effects 0.400 above 0.300", verdict.failure());
    assertThrows(IllegalArgumentException.class, () -> Gate.IDENTITY.atMost(0.4, 0.3));
  }

  private static CandidateScores alone(double identity) {
    return new CandidateScores(identity, OptionalDouble.empty(), Optional.empty());
  }

  private static CandidateScores plain(double identity, double asked) {
    return new CandidateScores(identity, OptionalDouble.of(asked), Optional.empty());
  }

  private static CandidateScores clip(double identity, double asked, ClipScores scores) {
    return new CandidateScores(identity, OptionalDouble.of(asked), Optional.of(scores));
  }
}
