// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;

/** Fluid over vessels, at four times the working resolution. Everything is alike in all rows. */
class ObscuringTest {

  private static final int FACTOR = 4;
  private static final int SIDE = 256;
  private static final double VESSEL = 0.04;
  private static final double GRAIN = 0.01;
  private static final Obscuring OBSCURING = new Obscuring();

  private final ChangeMask all =
      new ChangeMask(
          SIDE * FACTOR,
          SIDE * FACTOR,
          Plane.zeros(SIDE * FACTOR, SIDE * FACTOR).map(value -> 1).values());

  /** Luminance by column at working resolution, with or without grain. */
  private static Film film(DoubleUnaryOperator luminance, double grain) {
    int side = SIDE * FACTOR;
    Random random = new Random(3);
    float[] values = new float[side * side];
    for (int i = 0; i < values.length; i++) {
      double column = (double) (i % side) / FACTOR;
      values[i] = (float) (luminance.applyAsDouble(column) + grain * random.nextGaussian());
    }
    return new Film(side, side, values);
  }

  private static Plane change(DoubleUnaryOperator added) {
    Plane change = Plane.zeros(SIDE, SIDE);
    for (int i = 0; i < change.values().length; i++) {
      change.values()[i] = (float) added.applyAsDouble(i % SIDE);
    }
    return change;
  }

  private static double vessels(double column) {
    return 0.4 + VESSEL * Math.sin(column * 2 * Math.PI / 8);
  }

  /** Half the difference of a vessel's luminance from the air's beside it. */
  private static double contrast(Film film, int vessel) {
    int row = film.rows() / 2;
    return (film.at(row, FACTOR * (8 * vessel + 2)) - film.at(row, FACTOR * (8 * vessel + 6))) / 2;
  }

  @Test
  void fluidHidesTheVesselsBeneathAndLeavesThoseBeside() {
    Film film = film(ObscuringTest::vessels, 0);
    Plane change = change(column -> column < 128 ? 0.25 : 0);
    Film result = OBSCURING.composite(film, change, all, 1);
    assertEquals(VESSEL, contrast(film, 8), 0.001);
    assertTrue(Math.abs(contrast(result, 8)) < 0.15 * VESSEL, "left: " + contrast(result, 8));
    assertEquals(VESSEL, contrast(result, 24), 0.001);
    assertEquals(0.65, result.at(512, FACTOR * 60), 0.02);
  }

  @Test
  void vesselsThatGetLessOfTheDensityAreHiddenToo() {
    Film film = film(ObscuringTest::vessels, 0);
    Plane change = change(column -> 0.25 - 2.5 * (vessels(column + 0.5) - 0.4));
    Film result = OBSCURING.composite(film, change, all, 1);
    assertTrue(Math.abs(contrast(result, 16)) < 0.25 * VESSEL, "left: " + contrast(result, 16));
  }

  @Test
  void thinDensityHidesLess() {
    Film film = film(ObscuringTest::vessels, 0);
    Film result = OBSCURING.composite(film, change(column -> 0.1), all, 1);
    assertEquals(0.55 * VESSEL, contrast(result, 16), 0.1 * VESSEL);
  }

  @Test
  void metalIsSeenThroughFluid() {
    Film film = film(column -> column >= 100 && column < 102 ? 0.75 : 0.4, 0);
    Film result = OBSCURING.composite(film, change(column -> 0.2), all, 1);
    double wire = result.at(512, FACTOR * 101) - result.at(512, FACTOR * 115);
    assertTrue(wire > 0.8 * 0.35, "the wire stands out by " + wire);
  }

  @Test
  void theBorderOfAnAddedHeartStaysSharp() {
    Film film = film(column -> 0.4, 0);
    Film result = OBSCURING.composite(film, change(column -> column < 128 ? 0.3 : 0), all, 1);
    assertEquals(0.7, result.at(512, FACTOR * 125), 0.02);
    assertEquals(0.4, result.at(512, FACTOR * 131), 0.02);
  }

  @Test
  void whereDensityIsTakenAwayTheChangeIsAddedAsItIs() {
    Film film = film(ObscuringTest::vessels, GRAIN);
    Plane change = change(column -> -0.2);
    Film result = OBSCURING.composite(film, change, all, 1);
    Film residual = new Compositor.Residual().composite(film, change, all, 1);
    assertArrayEquals(residual.luminance(), result.luminance());
  }

  /** Of the part that is as bright: a dark lung's texture is no grain. */
  @Test
  void fluidHasTheGrainOfWhatIsAsDense() {
    Film film = withTexture(film(column -> column < 160 ? 0.4 : 0.7, GRAIN));
    Plane change = change(column -> column < 128 ? 0.25 : 0);
    ChangeMask mask =
        OBSCURING.feather().mask(Region.above(change, 0.1f), film.rows(), film.columns());
    Film result = OBSCURING.composite(film, change, mask, 1);
    assertEquals(1, deviation(result, 200) / deviation(film, 800), 0.2);
  }

  /** Four times as grainy in its dark part. */
  private static Film withTexture(Film film) {
    float[] values = film.luminance().clone();
    Random random = new Random(4);
    for (int i = 0; i < values.length; i++) {
      if (i % film.columns() < 160 * FACTOR) {
        values[i] += (float) (4 * GRAIN * random.nextGaussian());
      }
    }
    return new Film(film.rows(), film.columns(), values);
  }

  /** Deviation in the 64 columns from one on. */
  private static double deviation(Film film, int from) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int row = 100; row < 900; row++) {
      for (int column = from; column < from + 64; column++) {
        double value = film.at(row, column);
        sum += value;
        squares += value * value;
        count++;
      }
    }
    return Math.sqrt(squares / count - sum * sum / count / count);
  }
}
