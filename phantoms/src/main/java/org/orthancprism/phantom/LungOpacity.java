// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

/** Airspace disease: patches in the lungs, soft at the border and uneven within. */
final class LungOpacity {

  private LungOpacity() {}

  /** Where the patches cover the film and how densely, as a field in [0, 1]. */
  static float[] coverage(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
    Canvas patches = canvas.blank();
    int side = chance.happens(0.5) ? 1 : -1;
    boolean bilateral = chance.happens(0.4);
    int count = chance.whole(1, bilateral ? 6 : 3);
    for (int i = 0; i < count; i++) {
      int where = bilateral && i % 2 == 1 ? -side : side;
      double out = chance.between(0.35, 0.85) * anatomy.breadth();
      double down = chance.between(0.3, 0.95) * anatomy.inspiration();
      Point centre = new Point(anatomy.middle() + where * out, anatomy.apexOf(where).y() + down);
      double size = chance.between(18, 46);
      for (int part = 0; part < 6; part++) {
        patches.addEllipsoid(
            chance.near(centre, 0.6 * size),
            size * chance.between(0.4, 0.9),
            size * chance.between(0.3, 0.8),
            chance.between(0, 3),
            chance.between(0.25, 0.6));
      }
    }
    float[] soft = canvas.blurred(patches.attenuation(), chance.between(4, 9));
    float[] coarse = canvas.texture(chance, 9);
    float[] fine = canvas.texture(chance, 3);
    float[] lungs = anatomy.lungs(canvas);
    double densest = chance.between(0.6, 1);
    for (int i = 0; i < soft.length; i++) {
      double uneven = 1 + 0.3 * coarse[i] + 0.18 * fine[i];
      double covered = densest * (1 - Math.exp(-3.5 * soft[i])) * Math.max(0, uneven) * lungs[i];
      soft[i] = (float) Math.min(1, covered);
    }
    return soft;
  }
}
