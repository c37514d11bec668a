// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.thorax.Thorax;

/** The thorax that is found, against that of phantoms, which is known. */
class ThoraxTest {

  private static final int SIDE = 256;
  private static final int PHANTOMS = 12;

  @Test
  void ofPhantomsAlmostTheWholeThoraxIsFoundAndLittleElse() {
    List<Double> missed = new ArrayList<>();
    List<Double> beyond = new ArrayList<>();
    for (int seed = 1; seed <= PHANTOMS; seed++) {
      PhantomSettings settings = new PhantomSettings(SIDE, SIDE, seed, Set.of(), Variety.CLINICAL);
      Thorax thorax = Thorax.on(Plane.of(Phantom.generate(settings).film())).orElseThrow();
      Plane truth = PhantomAnatomy.of(settings).thorax();
      missed.add(1 - share(thorax, truth, 1));
      beyond.add(share(thorax, truth, 0));
    }
    assertTrue(Collections.max(missed) < 0.08, "missed of the thorax: " + missed);
    assertTrue(median(beyond) < 0.15, "beyond the thorax: " + beyond);
  }

  /** The share of the pixels whose truth is so that are found within. */
  private static double share(Thorax thorax, Plane truth, float value) {
    int all = 0;
    int found = 0;
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        if (truth.at(row, column) == value) {
          all++;
          found += thorax.contains((row + 0.5) / SIDE, (column + 0.5) / SIDE) ? 1 : 0;
        }
      }
    }
    return (double) found / all;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  @Test
  void whatDrawsAnEffusionIntoAPhantomLiesWithinItsThorax() {
    for (int seed = 1; seed <= 5; seed++) {
      Phantom phantom =
          Phantom.generate(
              new PhantomSettings(
                  SIDE, SIDE, seed, Set.of(PhantomFinding.PLEURAL_EFFUSION), Variety.CLINICAL));
      Plane film = Plane.of(phantom.film());
      double outside =
          Thorax.on(film)
              .orElseThrow()
              .shareOutside(film, Plane.of(phantom.withoutPleuralEffusion()));
      assertTrue(outside < 0.05, "phantom " + seed + ": " + outside);
    }
  }

  @Test
  void aChangeOfACornerLiesOutsideAndNoChangeNowhere() {
    Plane film =
        Plane.of(
            Phantom.generate(new PhantomSettings(SIDE, SIDE, 3, Set.of(), Variety.CLINICAL))
                .film());
    Plane edited = new Plane(SIDE, SIDE, film.values().clone());
    edited.values()[SIDE * SIDE - 1] += 0.5f;
    Thorax thorax = Thorax.on(film).orElseThrow();
    assertEquals(1, thorax.shareOutside(film, edited));
    assertEquals(0, thorax.shareOutside(film, film));
  }

  @Test
  void onNoiseAndOnAnEmptyFilmNoThoraxIsFound() {
    Random random = new Random(1);
    Plane noise = Plane.zeros(SIDE, SIDE).map(value -> random.nextFloat());
    assertEquals(Optional.empty(), Thorax.on(noise));
    assertEquals(Optional.empty(), Thorax.on(Plane.zeros(SIDE, SIDE)));
  }

  @Test
  void aFilmOfAnyShapeIsLookedAt() {
    assertFalse(Thorax.on(Plane.zeros(32, 400)).isPresent());
    assertFalse(Thorax.on(Plane.zeros(400, 32)).isPresent());
  }
}
