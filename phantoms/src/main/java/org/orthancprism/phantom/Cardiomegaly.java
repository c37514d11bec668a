// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import java.util.ArrayList;
import java.util.List;

/** An enlarged heart: its silhouette reaches far into the left lung and some way into the right. */
final class Cardiomegaly {

  private static final int KNOTS = 12;

  private Cardiomegaly() {}

  /**
   * What the enlarged heart covers of the film, as a field in [0, 1].
   *
   * @param enlargement width of the enlarged heart over that of the heart that was drawn, about 1.3
   *     to 1.7
   */
  static float[] coverage(Canvas canvas, Anatomy anatomy, double enlargement, SeededRandom chance) {
    double width = Math.min(enlargement * anatomy.heartWidth(), 0.72 * anatomy.breadth());
    double height = anatomy.inspiration() * chance.between(0.29, 0.36);
    double tilt = chance.between(0.3, 0.55);
    Point heart =
        anatomy.heart().plus(0.3 * (width - anatomy.heartWidth()), 0.03 * anatomy.inspiration());
    List<Point> outline = new ArrayList<>();
    for (int i = 0; i < KNOTS; i++) {
      double angle = 2 * Math.PI * i / KNOTS;
      double u = width * Math.cos(angle) * chance.between(0.96, 1.04);
      double v = height * Math.sin(angle) * chance.between(0.95, 1.05);
      outline.add(
          heart.plus(
              Math.cos(tilt) * u - Math.sin(tilt) * v, Math.sin(tilt) * u + Math.cos(tilt) * v));
    }
    return canvas.blurred(canvas.area(Curve.around(outline)), chance.between(2, 4));
  }
}
