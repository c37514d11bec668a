// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.pack.PackException;

/** Structural similarity as scikit-image gives it; written by {@code make_golden_ssim.py}. */
class SsimTest {

  private static final double TOLERANCE = 1e-6;

  private static Golden golden;

  @BeforeAll
  static void read() throws PackException {
    golden = Golden.load("ssim.safetensors");
  }

  @ParameterizedTest
  @ValueSource(strings = {"everywhere", "partly"})
  void mapAndMeansAreThoseOfScikitImage(String pair) {
    Ssim ssim = Ssim.of(plane(pair + "_first"), plane(pair + "_second"));
    Plane weights = plane(pair + "_mask");
    ChangeMask mask = new ChangeMask(weights.rows(), weights.columns(), weights.values());
    float[] means = golden.floats(pair + "_means");
    double error = Golden.relativeError(golden.floats(pair + "_map"), ssim.map());
    System.out.printf("ssim of what differs %s: relative error %.1e%n", pair, error);
    assertTrue(error <= TOLERANCE, pair + " differs by " + error);
    assertEquals(means[0], ssim.mean(), TOLERANCE);
    assertEquals(means[1], ssim.meanOutside(mask), TOLERANCE);
    assertEquals(means[2], ssim.meanInside(mask), TOLERANCE);
  }

  @Test
  void equalFilmsAreOne() {
    Plane film = plane("partly_first");
    assertEquals(1, Ssim.of(film, film).mean());
  }

  @Test
  void partWithoutPixelsCountsAsKept() {
    Ssim ssim = Ssim.of(plane("everywhere_first"), plane("everywhere_second"));
    assertEquals(1, ssim.meanInside(ChangeMask.empty(ssim.rows(), ssim.columns())));
  }

  @Test
  void filmsThatCantBeComparedAreRefused() {
    Plane film = Plane.zeros(20, 20);
    assertThrows(IllegalArgumentException.class, () -> Ssim.of(film, Plane.zeros(20, 21)));
    assertThrows(
        IllegalArgumentException.class, () -> Ssim.of(Plane.zeros(20, 10), Plane.zeros(20, 10)));
    assertThrows(
        IllegalArgumentException.class,
        () -> Ssim.of(film, film).meanOutside(ChangeMask.empty(20, 21)));
  }

  private static Plane plane(String name) {
    long[] shape = golden.shape(name);
    return new Plane((int) shape[0], (int) shape[1], golden.floats(name));
  }
}
