// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Effects of the removal of cardiomegaly on support devices, beside those of controls. */
class ControlledEffectsTest {

  private static final String DEVICES = "Support Devices";

  private final Random random = new Random(3);

  private double about(double change) {
    return 0.5 + change + 0.02 * random.nextGaussian();
  }

  /** Films of a patient each. */
  private List<FilmEffect> films(int count, double change, Map<String, Double> controls) {
    List<FilmEffect> films = new ArrayList<>();
    for (int film = 0; film < count; film++) {
      Map<String, Map<String, Double>> seen = new LinkedHashMap<>();
      controls.forEach((name, other) -> seen.put(name, Map.of(DEVICES, about(other))));
      films.add(
          new FilmEffect(
              "film-" + film,
              Optional.of("patient-" + film),
              "remove-cardiomegaly",
              Map.of(DEVICES, 0.5),
              Map.of(DEVICES, about(change)),
              seen));
    }
    return films;
  }

  private static Effect effect(List<FilmEffect> films) {
    return EffectMatrix.of(films, AuditSettings.DEFAULT).edits().get(0).effects().get(0);
  }

  private Effect effect(int count, double change, Map<String, Double> controls) {
    return effect(films(count, change, controls));
  }

  private static ControlComparison.Beyond beyond(Effect effect) {
    return effect.controls().flatMap(ControlComparison::beyond).orElseThrow();
  }

  @Test
  void anEffectBeyondItsControlsIsNamed() {
    Effect effect = effect(12, -0.3, Map.of("mirrored", -0.1, "blurred", 0.02));
    assertEquals(EffectConclusion.UNINTENDED, effect.verdict());
    ControlComparison.Beyond beyond = beyond(effect);
    assertEquals("mirrored", beyond.control());
    assertEquals(0.2, beyond.excess(), 0.02);
    assertTrue(beyond.evidence().interval().low() > 0.15, beyond::toString);
    ControlEffect blurred = effect.controls().orElseThrow().of("blurred").orElseThrow();
    assertEquals(0.02, blurred.change(), 0.02);
    assertEquals(12, blurred.films());
  }

  @Test
  void anEffectThatAnyEqualChangeHasIsNotNamed() {
    Effect effect = effect(12, -0.3, Map.of("mirrored", -0.02, "elsewhere", -0.3));
    assertEquals(EffectConclusion.NOT_BEYOND_CONTROLS, effect.verdict());
    assertEquals("elsewhere", beyond(effect).control());
    assertTrue(effect.evidence().orElseThrow().p() < 0.001, effect::toString);
  }

  @Test
  void aControlThatMovesTheProbabilityTheOtherWayAsFarCountsAsWell() {
    Effect effect = effect(30, -0.3, Map.of("blurred", 0.3));
    assertEquals(EffectConclusion.NOT_BEYOND_CONTROLS, effect.verdict());
    assertEquals(0, beyond(effect).excess(), 0.02);
  }

  @Test
  void anEffectBelowItsControlIsNotNamedHoweverSureThatIs() {
    Effect effect = effect(12, -0.1, Map.of("blurred", -0.4));
    assertEquals(EffectConclusion.NOT_BEYOND_CONTROLS, effect.verdict());
    assertEquals(-0.3, beyond(effect).excess(), 0.02);
    assertEquals(1, beyond(effect).evidence().p());
  }

  @Test
  void withoutAnyEffectThereIsNothingThatControlsCouldExplain() {
    assertEquals(EffectConclusion.UNAFFECTED, effect(12, 0, Map.of("mirrored", 0.0)).verdict());
  }

  @Test
  void aControlIsComparedOverTheFilmsThatItCouldBeMadeOf() {
    List<FilmEffect> films = films(10, -0.3, Map.of("mirrored", 0.0));
    films.addAll(films(12, -0.3, Map.of("mirrored", 0.0, "elsewhere", -0.05)).subList(10, 12));
    Effect effect = effect(films);
    assertEquals(EffectConclusion.UNINTENDED, effect.verdict());
    assertEquals("mirrored", beyond(effect).control());
    assertEquals(2, effect.controls().orElseThrow().of("elsewhere").orElseThrow().films());
  }

  @Test
  void whereTheOnlyControlIsOfTooFewPatientsNothingIsNamed() {
    List<FilmEffect> films = films(10, -0.3, Map.of());
    films.addAll(films(12, -0.3, Map.of("mirrored", 0.0)).subList(10, 12));
    Effect effect = effect(films);
    assertEquals(EffectConclusion.NOT_BEYOND_CONTROLS, effect.verdict());
    assertEquals(Optional.empty(), effect.controls().orElseThrow().beyond());
  }

  @Test
  void controlsAreJudgedByTheSameFindings() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new FilmEffect(
                "film",
                Optional.empty(),
                "add-edema",
                Map.of("Edema", 0.1),
                Map.of("Edema", 0.2),
                Map.of("mirrored", Map.of("Fracture", 0.1))));
  }

  @Test
  void ofMatricesWithoutEffectsBeyondControlsFewNameAny() {
    int named = 0;
    for (int matrix = 0; matrix < 100; matrix++) {
      Effect effect = effect(12, 0.2, Map.of("mirrored", 0.2, "blurred", 0.2));
      named += effect.verdict().isNamed() ? 1 : 0;
    }
    int most = named;
    assertTrue(most <= 5, () -> most + " of 100");
  }
}
