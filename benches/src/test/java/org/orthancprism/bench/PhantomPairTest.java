// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.orthancprism.models.film.Film;

class PhantomPairTest {

  static Stream<PhantomPair> pairs() {
    return Stream.of(
        PhantomPair.withSupportDevices(128, 128, 5), PhantomPair.withPleuralEffusion(128, 128, 5));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void thePerfectEditHasNoFault(PhantomPair pair) {
    assertEquals(0, pair.l1Inside(pair.truth()));
    assertTrue(pair.l1Outside(pair.truth()) < 0.001);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theUneditedFilmIsKeptOutsideAndWrongInside(PhantomPair pair) {
    assertEquals(0, pair.l1Outside(pair.film()));
    assertTrue(pair.l1Inside(pair.film()) > 0.02, "inside " + pair.l1Inside(pair.film()));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void whatIsAddedEverywhereCountsOutside(PhantomPair pair) {
    float[] brighter = pair.film().luminance().clone();
    for (int i = 0; i < brighter.length; i++) {
      brighter[i] += 0.1f;
    }
    Film film = new Film(pair.film().rows(), pair.film().columns(), brighter);
    assertEquals(0.1, pair.l1Outside(film), 1e-6);
  }
}
