// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.finding.Direction;

class EffectMatrixTest {

  private static final String REMOVAL = "remove-cardiomegaly";
  private static final List<String> FINDINGS =
      List.of("Cardiomegaly", "Support Devices", "Pleural Effusion");

  /** Films on which an edit changes the findings about so much, each film a little differently. */
  private static List<FilmEffect> films(int count, String edit, double... changes) {
    Random random = new Random(5);
    List<FilmEffect> films = new ArrayList<>();
    for (int film = 0; film < count; film++) {
      Map<String, Double> before = new LinkedHashMap<>();
      Map<String, Double> after = new LinkedHashMap<>();
      for (int i = 0; i < changes.length; i++) {
        before.put(FINDINGS.get(i), 0.5);
        after.put(FINDINGS.get(i), 0.5 + changes[i] + 0.02 * random.nextGaussian());
      }
      films.add(new FilmEffect("film-" + film, edit, before, after));
    }
    return films;
  }

  private static EditEffects only(EffectMatrix matrix) {
    assertEquals(1, matrix.edits().size());
    return matrix.edits().get(0);
  }

  private static List<String> named(EditEffects row, EffectConclusion verdict) {
    return row.effects(verdict).stream().map(Effect::finding).toList();
  }

  @Test
  void aPacemakerThatGoesWithTheHeartIsNamedAsUnintended() {
    EditEffects row =
        only(EffectMatrix.of(films(12, REMOVAL, -0.4, -0.15, 0), AuditSettings.DEFAULT));
    assertEquals(List.of("Cardiomegaly"), named(row, EffectConclusion.ACHIEVED));
    assertEquals(List.of("Support Devices"), named(row, EffectConclusion.UNINTENDED));
    assertEquals(List.of("Pleural Effusion"), named(row, EffectConclusion.UNAFFECTED));
  }

  @Test
  void aSurelyMeasuredChangeBelowTheLeastEffectIsNotNamed() {
    EditEffects row =
        only(EffectMatrix.of(films(12, REMOVAL, -0.4, -0.04, 0), AuditSettings.DEFAULT));
    Evidence evidence = row.effects().get(1).evidence().orElseThrow();
    assertTrue(evidence.interval().high() < 0, evidence::toString);
    assertEquals(2 / Math.pow(2, 12), evidence.p(), 1e-12);
    assertEquals(1, evidence.q());
    assertEquals(List.of(), named(row, EffectConclusion.UNINTENDED));
  }

  @Test
  void aLargeMeanThatIsAsLikelyChanceIsNotNamed() {
    List<FilmEffect> films = new ArrayList<>();
    double[] changes = {0.45, -0.2, 0.4, -0.25, 0.4, -0.2};
    for (int film = 0; film < changes.length; film++) {
      films.add(
          new FilmEffect(
              "film-" + film,
              REMOVAL,
              Map.of("Support Devices", 0.5),
              Map.of("Support Devices", 0.5 + changes[film])));
    }
    EditEffects row = only(EffectMatrix.of(films, AuditSettings.DEFAULT));
    assertEquals(0.1, row.effects().get(0).change(), 1e-12);
    assertEquals(List.of(), named(row, EffectConclusion.UNINTENDED));
  }

  @Test
  void anEditThatLeavesItsOwnFindingHasFailed() {
    EditEffects row = only(EffectMatrix.of(films(12, REMOVAL, 0, 0, 0), AuditSettings.DEFAULT));
    assertEquals(List.of("Cardiomegaly"), named(row, EffectConclusion.FAILED));
  }

  @Test
  void anEditThatMovesItsOwnFindingTheWrongWayHasFailed() {
    EditEffects removal =
        only(EffectMatrix.of(films(12, REMOVAL, 0.3, 0, 0), AuditSettings.DEFAULT));
    EditEffects addition =
        only(EffectMatrix.of(films(12, "add-cardiomegaly", 0.3, 0, 0), AuditSettings.DEFAULT));
    assertEquals(List.of("Cardiomegaly"), named(removal, EffectConclusion.FAILED));
    assertEquals(List.of("Cardiomegaly"), named(addition, EffectConclusion.ACHIEVED));
  }

  private static void assertTooFew(EditEffects row) {
    for (Effect effect : row.effects()) {
      assertEquals(Optional.empty(), effect.evidence());
      assertEquals(EffectConclusion.TOO_FEW_FILMS, effect.verdict());
    }
  }

  @Test
  void twoFilmsMarkNothingHoweverMuchTheyChange() {
    assertTooFew(only(EffectMatrix.of(films(2, REMOVAL, -0.4, -0.4, 0.06), AuditSettings.DEFAULT)));
  }

  @Test
  void sixFilmsAreTheFewestThatDecideAnything() {
    assertTooFew(only(EffectMatrix.of(films(5, REMOVAL, -0.4, -0.4, 0), AuditSettings.DEFAULT)));
    EditEffects row = only(EffectMatrix.of(films(6, REMOVAL, -0.4, 0, 0), AuditSettings.DEFAULT));
    assertEquals(List.of("Cardiomegaly"), named(row, EffectConclusion.ACHIEVED));
  }

  @Test
  void manyFilmsOfFivePatientsAreStillTooFew() {
    List<FilmEffect> films = new ArrayList<>();
    for (FilmEffect film : films(40, REMOVAL, -0.4, -0.4, 0)) {
      films.add(film.ofPatient("patient " + films.size() % 5));
    }
    EditEffects row = only(EffectMatrix.of(films, AuditSettings.DEFAULT));
    assertEquals(40, row.films());
    assertEquals(5, row.patients());
    assertTooFew(row);
  }

  @Test
  void filmsOfOnePatientCountTogetherAndEachWeighsAsMuchInTheMean() {
    List<FilmEffect> films = films(24, REMOVAL, -0.4, 0, 0);
    List<FilmEffect> known = new ArrayList<>();
    for (FilmEffect film : films) {
      known.add(film.ofPatient("patient " + known.size() % 8));
    }
    EditEffects each = only(EffectMatrix.of(films, AuditSettings.DEFAULT));
    EditEffects together = only(EffectMatrix.of(known, AuditSettings.DEFAULT));
    assertEquals(8, together.patients());
    assertEquals(each.effects().get(0).change(), together.effects().get(0).change(), 1e-12);
    assertEquals(1e-4, each.effects().get(0).evidence().orElseThrow().p(), 1e-12);
    assertEquals(2 / Math.pow(2, 8), together.effects().get(0).evidence().orElseThrow().p(), 1e-12);
  }

  @Test
  void whatWouldBeNamedAloneIsNotNamedAmongManyWithoutAnyEffect() {
    List<FilmEffect> films = films(6, "remove-pleural-effusion", 0, -0.1, -0.4);
    assertEquals(
        List.of("Support Devices"),
        named(
            only(EffectMatrix.of(judgedBy(films, "Support Devices"), AuditSettings.DEFAULT)),
            EffectConclusion.UNINTENDED));
    EditEffects among = only(EffectMatrix.of(films, AuditSettings.DEFAULT));
    Evidence devices = among.effects().get(1).evidence().orElseThrow();
    assertEquals(2.0 / 64, devices.p(), 1e-12);
    assertEquals(2 * 2.0 / 64, devices.q(), 1e-12);
    assertEquals(List.of(), named(among, EffectConclusion.UNINTENDED));
  }

  private static List<FilmEffect> judgedBy(List<FilmEffect> films, String finding) {
    return films.stream()
        .map(
            film ->
                new FilmEffect(
                    film.film(),
                    film.edit(),
                    Map.of(finding, film.before().getOrDefault(finding, 0.0)),
                    Map.of(finding, film.after().getOrDefault(finding, 0.0))))
        .toList();
  }

  @Test
  void howSureTheEditsOwnFindingsChangeLetsNoOtherChangePass() {
    List<FilmEffect> films = films(8, REMOVAL, -0.4, -0.1, 0);
    films.addAll(films(8, "add-cardiomegaly", 0.4, 0, 0));
    films.addAll(films(8, "remove-support-devices", 0, -0.4, 0));
    films.addAll(films(8, "add-support-devices", 0, 0.4, 0));
    EffectMatrix matrix = EffectMatrix.of(films, AuditSettings.DEFAULT);
    for (EditEffects row : matrix.edits()) {
      assertEquals(1, row.effects(EffectConclusion.ACHIEVED).size());
      assertEquals(List.of(), row.effects(EffectConclusion.UNINTENDED));
    }
    // One of eight others; it would be the fifth of twelve, and named, if all counted together.
    Evidence devices = matrix.edits().get(0).effects().get(1).evidence().orElseThrow();
    assertEquals(8 * devices.p(), devices.q(), 1e-12);
    assertTrue(12 * devices.p() / 5 < 0.05, devices::toString);
  }

  @Test
  void theOrderOfTheFilmsChangesNoBit() {
    List<FilmEffect> films = films(20, REMOVAL, -0.4, -0.15, 0);
    EffectMatrix before = EffectMatrix.of(films, AuditSettings.DEFAULT);
    Collections.shuffle(films, new Random(3));
    assertEquals(before, EffectMatrix.of(films, AuditSettings.DEFAULT));
  }

  @Test
  void sureChangesThatAreTooSmallToBeNamedLetNoOtherChangePass() {
    Random random = new Random(5);
    List<FilmEffect> films = new ArrayList<>();
    for (int film = 0; film < 8; film++) {
      Map<String, Double> before = new LinkedHashMap<>();
      Map<String, Double> after = new LinkedHashMap<>();
      for (int i = 0; i < 10; i++) {
        before.put("Finding " + i, 0.5);
        after.put("Finding " + i, (i == 0 ? 0.4 : 0.46) + 0.001 * random.nextGaussian());
      }
      films.add(new FilmEffect("film-" + film, REMOVAL, before, after));
    }
    EditEffects row = only(EffectMatrix.of(films, AuditSettings.DEFAULT));
    for (Effect effect : row.effects()) {
      assertEquals(2 / Math.pow(2, 8), effect.evidence().orElseThrow().p(), 1e-12);
    }
    assertEquals(10 * 2 / Math.pow(2, 8), row.effects().get(0).evidence().orElseThrow().q(), 1e-12);
    assertEquals(List.of(), named(row, EffectConclusion.UNINTENDED));
  }

  @Test
  void anotherSeedDrawsOtherResamplesAndTheSameMeans() {
    List<FilmEffect> films = films(20, REMOVAL, -0.4, -0.15, 0);
    Effect first = only(EffectMatrix.of(films, AuditSettings.DEFAULT)).effects().get(0);
    Effect second =
        only(EffectMatrix.of(films, AuditSettings.DEFAULT.withSeed(1))).effects().get(0);
    assertEquals(first.change(), second.change());
    assertNotEquals(first.evidence(), second.evidence());
  }

  @Test
  void eachEditHasItsOwnFilms() {
    List<FilmEffect> films = films(12, REMOVAL, -0.4, 0, 0);
    films.addAll(films(7, "remove-support-devices", 0, -0.3, 0));
    EffectMatrix matrix = EffectMatrix.of(films, AuditSettings.DEFAULT);
    assertEquals(List.of(12, 7), matrix.edits().stream().map(EditEffects::films).toList());
    assertEquals(
        List.of("Support Devices"), named(matrix.edits().get(1), EffectConclusion.ACHIEVED));
  }

  @Test
  void aFilmThatStandsTwiceUnderAnEditIsRefused() {
    List<FilmEffect> films = films(2, REMOVAL, 0, 0, 0);
    films.add(films.get(0));
    assertThrows(
        IllegalArgumentException.class, () -> EffectMatrix.of(films, AuditSettings.DEFAULT));
  }

  @Test
  void filmsJudgedByTwoClassifiersAreRefused() {
    List<FilmEffect> films = films(2, REMOVAL, 0, 0, 0);
    films.addAll(films(1, "remove-fracture", 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> EffectMatrix.of(films, AuditSettings.DEFAULT));
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    Map<String, Double> sound = Map.of("Edema", 0.5);
    for (double wrong : new double[] {-0.01, 1.01, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new FilmEffect("film", "add-edema", sound, Map.of("Edema", wrong)));
    }
  }

  @Test
  void anEditsNameTellsItsFindingWhateverTheClassifiersSpelling() {
    assertEquals(
        Optional.of(new Intention(Direction.ADD, "Pleural_Effusion")),
        Intention.of("add-pleural-effusion", List.of("Effusion", "Pleural_Effusion")));
    assertEquals(Optional.empty(), Intention.of("remove-pacemaker", FINDINGS));
  }
}
