// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import java.util.ArrayList;
import java.util.List;

/**
 * Fluid in one pleural space: it fills the lung's base, blunts the costophrenic angle and climbs
 * the chest wall (the meniscus), and hides what lies behind it.
 */
final class PleuralEffusion {

  private PleuralEffusion() {}

  /**
   * Where fluid covers the film, as a field in [0, 1].
   *
   * @param side -1 for the patient's right, 1 for the left
   * @param filled share of the lung's height that is under fluid, 0.1 to 0.8
   */
  static float[] coverage(
      Canvas canvas, Anatomy anatomy, int side, double filled, SeededRandom chance) {
    double wall = anatomy.costophrenicAngle(side).x();
    double level = anatomy.fluidLevel(filled);
    double dip = chance.between(14, 34);
    double inner = anatomy.middle() + side * 26;
    double floor = anatomy.costophrenicAngle(side).y() + 30;
    List<Point> knots = new ArrayList<>();
    knots.add(new Point(wall + side * 10, level - dip));
    knots.add(new Point(wall - side * 8, level - 0.2 * dip));
    knots.add(new Point(wall + 0.3 * (inner - wall), level + 0.8 * dip));
    knots.add(new Point(wall + 0.7 * (inner - wall), level + dip));
    knots.add(new Point(inner, level + 0.8 * dip));
    knots.add(new Point(inner, floor));
    knots.add(new Point(wall + side * 14, floor));
    return canvas.blurred(canvas.area(Curve.around(knots)), chance.between(3, 9));
  }

  /**
   * Lays fluid over a film: dark lung becomes nearly as bright as the fluid, what is as bright
   * already stays.
   *
   * @param coverage the field of {@link #coverage}
   * @param brightness luminance of the fluid, in [0, 1]
   */
  static float[] over(float[] luminance, float[] coverage, double brightness) {
    float[] result = luminance.clone();
    for (int i = 0; i < result.length; i++) {
      double lift = Math.max(0, brightness - result[i]);
      result[i] += (float) (0.9 * coverage[i] * lift);
    }
    return result;
  }
}
