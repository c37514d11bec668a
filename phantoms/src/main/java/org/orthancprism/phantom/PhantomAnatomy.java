// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import org.orthancprism.models.film.Plane;

/**
 * Where a phantom's parts lie, which no edit has to find out.
 *
 * @param bones attenuation of ribs, clavicles, scapulae and humeri, at least 0
 * @param thorax 1 within the thorax, else 0: in each row the span from one chest wall to the other,
 *     and some rows below the lungs, so that mediastinum, heart and pleura lie within
 */
public record PhantomAnatomy(Plane bones, Plane thorax) {

  private static final float INSIDE = 0.5f;

  /**
   * How far pleura and chest wall reach beyond the lungs that are drawn, as a part of the film's
   * height.
   */
  private static final double WALL = 0.055;

  /** How far heart and fluid may reach below the lungs that are drawn, as a part of the height. */
  private static final double BELOW_LUNGS = 0.11;

  public PhantomAnatomy {
    if (bones.rows() != thorax.rows() || bones.columns() != thorax.columns()) {
      throw new IllegalArgumentException("bones and thorax differ in size");
    }
  }

  /** The anatomy of the phantom that these settings draw. */
  public static PhantomAnatomy of(PhantomSettings settings) {
    Patient patient = Patient.of(settings);
    int rows = settings.rows();
    int columns = settings.columns();
    return new PhantomAnatomy(
        new Plane(rows, columns, patient.boneLayer()),
        spanned(new Plane(rows, columns, patient.lungLayer())));
  }

  private static Plane spanned(Plane lungs) {
    Plane thorax = Plane.zeros(lungs.rows(), lungs.columns());
    int wall = (int) Math.ceil(WALL * lungs.rows());
    int below = (int) Math.ceil(BELOW_LUNGS * lungs.rows());
    int first = lungs.columns();
    int last = -1;
    int lowest = -1;
    for (int row = 0; row < lungs.rows(); row++) {
      int left = lungs.columns();
      int right = -1;
      for (int column = 0; column < lungs.columns(); column++) {
        if (lungs.at(row, column) > INSIDE) {
          left = Math.min(left, column);
          right = column;
          lowest = row;
        }
      }
      if (right >= left) {
        fill(thorax, row, left - wall, right + wall);
        first = Math.min(first, left);
        last = Math.max(last, right);
      }
    }
    for (int row = lowest + 1; row <= Math.min(lungs.rows() - 1, lowest + below); row++) {
      fill(thorax, row, first - wall, last + wall);
    }
    return thorax;
  }

  private static void fill(Plane field, int row, int first, int last) {
    int end = Math.min(field.columns() - 1, last);
    for (int column = Math.max(0, first); column <= end; column++) {
      field.values()[row * field.columns() + column] = 1;
    }
  }
}
