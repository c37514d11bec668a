// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import java.util.ArrayList;
import java.util.List;

/**
 * Air between lung and chest wall: beyond the thin line of the visceral pleura there are no
 * vessels, and the film is darker.
 */
final class Pneumothorax {

  private Pneumothorax() {}

  /**
   * Attenuation of a body with a pneumothorax.
   *
   * @param body the canvas onto which the anatomy was drawn
   * @param side -1 for the patient's right, 1 for the left
   * @param collapse millimetres between chest wall and lung at the apex
   */
  static float[] of(Canvas body, Anatomy anatomy, int side, double collapse, SeededRandom chance) {
    Curve wall = anatomy.lung(side);
    Point hilum =
        new Point(
            anatomy.middle() + side * 34, anatomy.apexOf(side).y() + 0.55 * anatomy.inspiration());
    List<Point> pleura = new ArrayList<>();
    double lowest = anatomy.apexOf(side).y() + chance.between(0.75, 1.02) * anatomy.inspiration();
    for (Point point : wall.points()) {
      double height = (lowest - point.y()) / (lowest - anatomy.apexOf(side).y());
      double inwards = collapse * Math.max(0, Math.min(1, 0.35 + 0.65 * height));
      double distance = Math.hypot(hilum.x() - point.x(), hilum.y() - point.y());
      boolean lateral = side * (point.x() - anatomy.apexOf(side).x()) > -6;
      double share = lateral && height > 0 ? inwards / Math.max(distance, inwards + 1) : 0;
      pleura.add(point.towards(hilum, share));
    }
    Curve border = new Curve(pleura);
    float[] lung = body.area(border);
    float[] space = body.area(wall);
    float[] darker = new float[space.length];
    float[] result = body.attenuation().clone();
    for (int i = 0; i < space.length; i++) {
      darker[i] = Math.max(0, space[i] - lung[i]);
    }
    float[] soft = body.blurred(darker, 0.6);
    Canvas line = body.blank();
    line.addRod(border, chance.between(0.5, 0.9), chance.between(0.08, 0.2));
    double emptier = chance.between(0.08, 0.2);
    float[] vessels = anatomy.vessels();
    float[] near = body.blurred(darker, 1.5);
    for (int i = 0; i < result.length; i++) {
      float visible = Math.min(1, 3 * near[i]);
      result[i] += (float) (-soft[i] * (vessels[i] + emptier) + visible * line.attenuation()[i]);
    }
    return result;
  }
}
