// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;

/** Controls of edits that brighten a square of a film of 32 rows and 64 columns. */
class ControlFilmsTest {

  private static final int ROWS = 32;
  private static final int COLUMNS = 64;

  private final float[] source = new float[ROWS * COLUMNS];
  private final float[] edited = new float[ROWS * COLUMNS];
  private final float[] weights = new float[ROWS * COLUMNS];

  /** A film of stripes of 0.2 and 0.4, three columns wide. */
  ControlFilmsTest() {
    for (int i = 0; i < source.length; i++) {
      source[i] = i % COLUMNS / 3 % 2 == 0 ? 0.2f : 0.4f;
      edited[i] = source[i];
    }
  }

  private void brighten(int top, int left, int rows, int columns, float by) {
    for (int row = top; row < top + rows; row++) {
      for (int column = left; column < left + columns; column++) {
        edited[row * COLUMNS + column] += by;
        weights[row * COLUMNS + column] = 1f;
      }
    }
  }

  private Map<ControlKind, Film> controls(Optional<Film> roundTrip) {
    return ControlFilms.of(
        film(source), film(edited), new ChangeMask(ROWS, COLUMNS, weights), roundTrip);
  }

  private Map<ControlKind, Film> controls() {
    return controls(Optional.empty());
  }

  private static Film film(float[] luminance) {
    return new Film(ROWS, COLUMNS, luminance.clone());
  }

  private double amount(Film control) {
    double sum = 0;
    for (int i = 0; i < source.length; i++) {
      sum += Math.abs(control.luminance()[i] - source[i]);
    }
    return sum;
  }

  /** The pixels that a control changes: first and last row, first and last column. */
  private int[] box(Film control) {
    int[] box = {ROWS, -1, COLUMNS, -1};
    for (int i = 0; i < source.length; i++) {
      if (Math.abs(control.luminance()[i] - source[i]) > 1e-6) {
        box[0] = Math.min(box[0], i / COLUMNS);
        box[1] = Math.max(box[1], i / COLUMNS);
        box[2] = Math.min(box[2], i % COLUMNS);
        box[3] = Math.max(box[3], i % COLUMNS);
      }
    }
    return box;
  }

  @Test
  void theMirroredControlHasTheSameChangeOnTheOtherSide() {
    brighten(4, 2, 3, 5, 0.25f);
    Film mirrored = controls().get(ControlKind.MIRRORED);
    assertArrayEquals(new int[] {4, 6, 57, 61}, box(mirrored));
    assertEquals(source[5 * COLUMNS + 60] + 0.25f, mirrored.at(5, 60), 1e-6);
    assertEquals(15 * 0.25, amount(mirrored), 1e-4);
  }

  @Test
  void theBlurChangesAsMuchAsTheEditAndOnlyUnderItsMask() {
    brighten(4, 2, 9, 12, 0.07f);
    Film blurred = controls().get(ControlKind.BLURRED);
    assertEquals(9 * 12 * 0.07, amount(blurred), 1e-4);
    int[] box = box(blurred);
    assertTrue(box[0] >= 4 && box[1] <= 12 && box[2] >= 2 && box[3] <= 13);
  }

  @Test
  void whereTheFilmIsEvenNoBlurChangesItAsMuch() {
    brighten(4, 2, 9, 12, 0.5f);
    assertFalse(controls().containsKey(ControlKind.BLURRED));
  }

  @Test
  void theChangeElsewhereLiesInsideTheFilmAndBesideTheMask() {
    brighten(4, 50, 20, 14, 0.25f);
    Film elsewhere = controls().get(ControlKind.ELSEWHERE);
    assertArrayEquals(new int[] {4, 23, 36, 49}, box(elsewhere));
    assertEquals(20 * 14 * 0.25, amount(elsewhere), 1e-3);
  }

  @Test
  void aChangeThatWouldCoverMostOfItselfIsNoControl() {
    brighten(0, 8, ROWS, 48, 0.25f);
    assertFalse(controls().containsKey(ControlKind.MIRRORED));
    assertFalse(controls().containsKey(ControlKind.ELSEWHERE));
  }

  @Test
  void theRoundTripChangesTheFilmUnderTheMaskOnly() {
    brighten(4, 2, 3, 5, 0.25f);
    float[] decoded = source.clone();
    for (int i = 0; i < decoded.length; i++) {
      decoded[i] += 0.01f;
    }
    Film roundTrip = controls(Optional.of(film(decoded))).get(ControlKind.ROUND_TRIP);
    assertArrayEquals(new int[] {4, 6, 2, 6}, box(roundTrip));
    assertEquals(15 * 0.01, amount(roundTrip), 1e-5);
  }

  @Test
  void ofAnEditThatChangesNothingAllControlsAreTheFilm() {
    controls().values().forEach(control -> assertArrayEquals(source, control.luminance()));
    assertEquals(
        EnumSet.of(ControlKind.MIRRORED, ControlKind.BLURRED, ControlKind.ELSEWHERE),
        controls().keySet());
  }

  @Test
  void noControlLeavesWhatADisplayShows() {
    brighten(4, 2, 3, 5, 0.9f);
    edited[0] = 3f;
    weights[0] = 1f;
    for (Film control : controls().values()) {
      for (float value : control.luminance()) {
        assertTrue(value >= 0 && value <= 1, () -> "luminance " + value);
      }
    }
  }
}
