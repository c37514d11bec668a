// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Resampling;
import org.orthancprism.models.pack.Compositing;

/** Compositing of a film at six times the working resolution, with grain and a drawn wire. */
class CompositorTest {

  private static final int FACTOR = 6;
  private static final int ROWS = 120;
  private static final int COLUMNS = 100;
  private static final int WIRE = 300;
  private static final float WIRE_CONTRAST = 0.25f;
  private static final double GRAIN = 0.02;

  @Test
  void replacementLeavesNoGhostOfAWire() {
    Film clean = film(0.4);
    Film film = withWire(clean);
    Plane change = changeBetween(film, clean);
    ChangeMask mask = mask(Compositor.of(Compositing.REPLACEMENT));
    Film result = new Compositor.Replacement().composite(film, change, mask, 5);
    double before = profile(film, WIRE) - profile(film, WIRE - 4);
    double after = profile(result, WIRE) - profile(result, WIRE - 4);
    System.out.printf("wire's edge: %.4f before, %.4f after%n", before, after);
    assertTrue(before > 0.8 * WIRE_CONTRAST, "the wire stands out by " + before);
    assertTrue(Math.abs(after) < 0.02 * WIRE_CONTRAST, "a ghost of " + after + " stays");
  }

  @Test
  void aFinePatternThatANetworkLeavesAlongAWireIsSmoothed() {
    Film film =
        new Film(ROWS * FACTOR, COLUMNS * FACTOR, new float[ROWS * COLUMNS * FACTOR * FACTOR]);
    float[] pattern = new float[ROWS * COLUMNS];
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = 0.4f + ((i / COLUMNS + i % COLUMNS) % 2 == 0 ? 0.1f : -0.1f);
    }
    Compositor compositor = new Compositor.Replacement();
    ChangeMask mask = mask(compositor);
    Film result = compositor.composite(film, new Plane(ROWS, COLUMNS, pattern), mask, 5);
    for (int row = FACTOR * ROWS / 4; row < FACTOR * ROWS / 2; row++) {
      assertEquals(0.4, result.at(row, WIRE), 0.02);
    }
  }

  @Test
  void replacedPixelsHaveTheFilmsGrain() {
    for (double correlation : new double[] {0, 0.4, 0.7}) {
      Film clean = film(correlation);
      Film film = withWire(clean);
      ChangeMask mask = mask(new Compositor.Replacement());
      Film result =
          new Compositor.Replacement().composite(film, changeBetween(film, clean), mask, 5);
      double[] around = grain(result, WIRE - 60);
      double[] inside = grain(result, WIRE);
      System.out.printf(
          "grain around: deviation %.4f, correlation %.2f / %.2f; inside: %.4f, %.2f / %.2f%n",
          around[0], around[1], around[2], inside[0], inside[1], inside[2]);
      assertEquals(1, inside[0] / around[0], 0.15);
      assertEquals(around[1], inside[1], 0.05);
      assertEquals(around[2], inside[2], 0.05);
    }
  }

  /**
   * What smoothing takes away counts most where the film is hardly larger than what is smoothed.
   */
  @Test
  void replacedPixelsHaveTheGrainOfASmallFilmToo() {
    Film clean = film(0.4);
    Film film = withWire(clean);
    int rows = film.rows() * 4 / 5;
    int columns = film.columns() * 4 / 5;
    Plane change =
        Resampling.AREA
            .resample(Plane.of(clean), rows, columns)
            .minus(Resampling.AREA.resample(Plane.of(film), rows, columns));
    ChangeMask mask = mask(new Compositor.Replacement());
    Film result = new Compositor.Replacement().composite(film, change, mask, 5);
    assertEquals(1, grain(result, WIRE)[0] / grain(result, WIRE - 60)[0], 0.15);
  }

  @Test
  void residualKeepsTheNativeDetail() {
    Film film = film(0.4);
    Plane change = Plane.zeros(ROWS, COLUMNS).map(value -> 0.1f);
    ChangeMask mask = mask(new Compositor.Residual());
    Film result = new Compositor.Residual().composite(film, change, mask, 5);
    for (int i = 0; i < film.luminance().length; i++) {
      assertEquals(film.luminance()[i] + 0.1f * mask.weights()[i], result.luminance()[i], 1e-5f);
    }
  }

  @Test
  void outsideOfTheMaskNothingChangesWhateverTheChange() {
    Film film = film(0.4);
    film.luminance()[0] = -2.5f;
    Plane change = Plane.zeros(ROWS, COLUMNS).map(value -> Float.MAX_VALUE);
    for (Compositor compositor :
        new Compositor[] {
          new Compositor.Replacement(), new Compositor.Residual(), new Obscuring()
        }) {
      ChangeMask mask = ChangeMask.empty(film.rows(), film.columns());
      Film result = compositor.composite(film, change, mask, 5);
      assertArrayEquals(film.luminance(), result.luminance());
    }
  }

  @Test
  void filmWithoutGrainGetsNone() {
    Film flat = new Film(64, 64, new float[64 * 64]);
    ChangeMask mask = new ChangeMask(64, 64, Plane.zeros(64, 64).map(value -> 1).values());
    Plane change = Plane.zeros(16, 16).map(value -> 0.5f);
    Film result = new Compositor.Replacement().composite(flat, change, mask, 5);
    for (float value : result.luminance()) {
      assertEquals(0.5f, value, 1e-5f);
    }
  }

  /** A vertical wire of two pixels, and the mask of the working pixels around it. */
  private static Film withWire(Film film) {
    float[] luminance = film.luminance().clone();
    for (int row = 0; row < film.rows(); row++) {
      luminance[row * film.columns() + WIRE] += WIRE_CONTRAST;
      luminance[row * film.columns() + WIRE + 1] += WIRE_CONTRAST;
    }
    return new Film(film.rows(), film.columns(), luminance);
  }

  private static ChangeMask mask(Compositor compositor) {
    Plane plane = Plane.zeros(ROWS, COLUMNS);
    for (int row = 0; row < ROWS; row++) {
      for (int column = WIRE / FACTOR - 3; column <= WIRE / FACTOR + 3; column++) {
        plane.values()[row * COLUMNS + column] = 1;
      }
    }
    return compositor.feather().mask(Region.above(plane, 0.5f), ROWS * FACTOR, COLUMNS * FACTOR);
  }

  /** What a network would give that knows the film without the wire. */
  private static Plane changeBetween(Film film, Film clean) {
    return Resampling.AREA
        .resample(Plane.of(clean), ROWS, COLUMNS)
        .minus(Resampling.AREA.resample(Plane.of(film), ROWS, COLUMNS));
  }

  /** Mean luminance of two neighbouring columns. */
  private static double profile(Film film, int column) {
    double sum = 0;
    for (int row = 0; row < film.rows(); row++) {
      sum += film.at(row, column) + film.at(row, column + 1);
    }
    return sum / (2 * film.rows());
  }

  /** Deviation and correlations of the fine part of 16 columns. */
  private static double[] grain(Film film, int centre) {
    Plane plane = Plane.of(film);
    Plane coarse = Resampling.AREA.resample(plane, ROWS, COLUMNS);
    Plane fine = plane.minus(Resampling.CUBIC.resample(coarse, film.rows(), film.columns()));
    double squares = 0;
    double alongRows = 0;
    double alongColumns = 0;
    int count = 0;
    for (int row = 0; row < film.rows() - 1; row++) {
      for (int column = centre - 8; column < centre + 8; column++) {
        double value = fine.at(row, column);
        squares += value * value;
        alongRows += value * fine.at(row, column + 1);
        alongColumns += value * fine.at(row + 1, column);
        count++;
      }
    }
    return new double[] {Math.sqrt(squares / count), alongRows / squares, alongColumns / squares};
  }

  /** A smooth film with grain whose neighbours correlate, by another generator than the grain's. */
  private static Film film(double correlation) {
    int rows = ROWS * FACTOR;
    int columns = COLUMNS * FACTOR;
    Random random = new Random(11);
    float[] noise = new float[rows * columns];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    float[] luminance = new float[rows * columns];
    double[] kernel = kernel(correlation);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double sum = 0;
        for (int dy = -2; dy <= 2; dy++) {
          for (int dx = -2; dx <= 2; dx++) {
            int place = (row + dy + rows) % rows * columns + (column + dx + columns) % columns;
            sum += kernel[dy + 2] * kernel[dx + 2] * noise[place];
          }
        }
        double smooth = 0.5 + 0.2 * Math.sin(row / 90.0) * Math.cos(column / 80.0);
        luminance[row * columns + column] = (float) (smooth + GRAIN * sum);
      }
    }
    return new Film(rows, columns, luminance);
  }

  /** A blur of five taps and unit energy. */
  private static double[] kernel(double strength) {
    double[] kernel = {strength * strength / 2, strength, 1, strength, strength * strength / 2};
    double energy = 0;
    for (double tap : kernel) {
      energy += tap * tap;
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= Math.sqrt(energy);
    }
    return kernel;
  }
}
