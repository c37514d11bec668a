// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import java.util.ArrayList;
import java.util.List;

/**
 * A class of support devices by what they look like, drawn alone in order to measure how well each
 * is removed. Training draws by a program of its own, so that what is measured is no shape learned
 * by heart.
 */
public enum DeviceClass {
  /** Leads and thin lines. */
  WIRE {
    @Override
    void draw(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      int wires = chance.whole(1, 3);
      for (int i = 0; i < wires; i++) {
        Point from = new Point(chance.between(0, canvas.width()), chance.happens(0.5) ? -10 : 440);
        Point to = anatomy.frontOfChest(chance);
        Point slack = chance.near(from.towards(to, chance.between(0.3, 0.6)), 60);
        Point loop = chance.near(from.towards(to, chance.between(0.6, 0.9)), 40);
        Curve axis = Curve.through(List.of(from, slack, loop, to));
        canvas.addRod(axis, chance.between(0.4, 1.2), chance.between(0.3, 1.3));
      }
    }
  },

  /** Hollow tubes, with a marker line or without. */
  TUBE {
    @Override
    void draw(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      Point from = new Point(anatomy.middle() + chance.between(-130, 130), -15);
      Point to = anatomy.frontOfChest(chance);
      Point between = chance.near(from.towards(to, 0.5), 35);
      Curve axis = Curve.through(List.of(from, between, to));
      double radius = chance.between(1.8, 6);
      double wall = radius * chance.between(0.2, 0.35);
      canvas.addTube(axis, radius, wall, chance.between(0.12, 0.45));
      if (chance.happens(0.6)) {
        canvas.addRod(axis, chance.between(0.5, 0.9), chance.between(0.2, 0.7));
      }
    }
  },

  /** Electrodes: rings, snaps on a pad, and patches of a defibrillator. */
  ELECTRODE {
    @Override
    void draw(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      int electrodes = chance.whole(2, 5);
      for (int i = 0; i < electrodes; i++) {
        Point centre = anatomy.frontOfChest(chance);
        switch (chance.whole(0, 2)) {
          case 0 -> ring(canvas, centre, chance);
          case 1 -> snap(canvas, centre, chance);
          default -> patch(canvas, centre, chance);
        }
      }
    }

    private void ring(Canvas canvas, Point centre, SeededRandom chance) {
      double radius = chance.between(5, 11);
      Curve circle = ellipse(centre, radius, radius * chance.between(0.75, 1), 0);
      canvas.addRod(circle, chance.between(0.6, 1.6), chance.between(0.4, 1.2));
      if (chance.happens(0.6)) {
        canvas.addDisc(centre, chance.between(1.5, 3), chance.between(0.4, 1.4));
      }
    }

    private void snap(Canvas canvas, Point centre, SeededRandom chance) {
      canvas.addDisc(centre, chance.between(9, 18), chance.between(0.04, 0.2));
      canvas.addDisc(centre, chance.between(3.5, 5.5), chance.between(0.15, 0.5));
      canvas.addDisc(centre, chance.between(1.5, 2.8), chance.between(0.6, 1.6));
    }

    private void patch(Canvas canvas, Point centre, SeededRandom chance) {
      double angle = chance.between(0, Math.PI);
      double half = chance.between(22, 40);
      float[] pad = canvas.area(rounded(centre, half, half * chance.between(0.6, 0.9), angle));
      canvas.add(pad, chance.between(0.06, 0.25));
    }
  },

  /** Pulse generators: a can with its header and the first part of the lead. */
  GENERATOR {
    @Override
    void draw(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      int side = chance.happens(0.75) ? 1 : -1;
      Point can = chance.near(anatomy.clavicle(side, 0.75).plus(0, chance.between(30, 60)), 15);
      double angle = chance.normal(0.5);
      double wide = chance.between(17, 30);
      double high = wide * chance.between(0.75, 1.1);
      boolean angular = chance.happens(0.5);
      Curve outline = angular ? rounded(can, wide, high, angle) : ellipse(can, wide, high, angle);
      canvas.add(canvas.area(outline), chance.between(1.3, 2.6));
      Point battery = can.plus(0.2 * wide, 0.25 * high);
      canvas.add(
          canvas.area(rounded(battery, 0.6 * wide, 0.5 * high, angle)), chance.between(0.3, 1));
      Point header = can.plus(high * Math.sin(angle), -1.05 * high * Math.cos(angle));
      canvas.add(canvas.area(rounded(header, 0.75 * wide, 5.5, angle)), chance.between(0.25, 0.7));
      Point vein = chance.near(anatomy.clavicle(side, 0.15), 8);
      Point tip = chance.near(anatomy.rightVentricle(), 15);
      Point cava = chance.near(anatomy.atriocavalJunction(), 6);
      canvas.addRod(
          Curve.through(List.of(header, vein, cava, tip)),
          chance.between(0.8, 1.4),
          chance.between(0.5, 1.1));
    }
  },

  /** Clips, staples in a row, and wire loops of a closed sternum. */
  CLIP {
    @Override
    void draw(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      switch (chance.whole(0, 2)) {
        case 0 -> clips(canvas, anatomy, chance);
        case 1 -> staples(canvas, anatomy, chance);
        default -> loops(canvas, anatomy, chance);
      }
    }

    private void clips(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      Point field = anatomy.frontOfChest(chance);
      int clips = chance.whole(3, 10);
      for (int i = 0; i < clips; i++) {
        Point hinge = chance.near(field, 35);
        Point first = hinge.plus(chance.between(-6, 6), chance.between(-6, 6));
        Point second = chance.near(first, 2);
        double thickness = chance.between(0.6, 1.6);
        canvas.addRod(new Curve(List.of(first, hinge, second)), 0.6, thickness);
      }
    }

    private void staples(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      Point at = anatomy.frontOfChest(chance);
      Point step = new Point(chance.between(-4, 4), chance.between(5, 9));
      int staples = chance.whole(5, 14);
      double thickness = chance.between(0.5, 1.3);
      for (int i = 0; i < staples; i++) {
        Point left = at.plus(-3.5, chance.normal(0.4));
        Point right = at.plus(3.5, chance.normal(0.4));
        canvas.addRod(
            new Curve(List.of(left.plus(0, 2.5), left, right, right.plus(0, 2.5))), 0.5, thickness);
        at = at.plus(step.x(), step.y());
      }
    }

    private void loops(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      double top = anatomy.carina().y() - chance.between(40, 60);
      int loops = chance.whole(4, 7);
      double thickness = chance.between(0.5, 1.4);
      for (int i = 0; i < loops; i++) {
        Point centre = chance.near(new Point(anatomy.middle(), top + 24 * i), 3);
        canvas.addRod(
            ellipse(centre, chance.between(6, 11), chance.between(3, 6), chance.normal(0.2)),
            chance.between(0.4, 0.7),
            thickness);
      }
    }
  },

  /** Hubs, Y-pieces and clamps of lines. */
  CONNECTOR {
    @Override
    void draw(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      int connectors = chance.whole(1, 3);
      for (int i = 0; i < connectors; i++) {
        Point centre = anatomy.frontOfChest(chance);
        double angle = chance.between(0, 2 * Math.PI);
        double thickness = chance.between(0.25, 0.9);
        double radius = chance.between(2, 4.5);
        Point foot = along(centre, angle + Math.PI, chance.between(10, 22));
        canvas.addTube(new Curve(List.of(foot, centre)), radius, 0.45 * radius, thickness);
        int arms = chance.whole(1, 2);
        for (int arm = 0; arm < arms; arm++) {
          double turned = angle + (arms == 1 ? 0 : (arm - 0.5) * chance.between(0.8, 1.4));
          Point end = along(centre, turned, chance.between(10, 24));
          canvas.addTube(new Curve(List.of(centre, end)), 0.75 * radius, 0.4 * radius, thickness);
          canvas.addRod(
              new Curve(List.of(end, along(end, turned, chance.between(5, 9)))),
              1.3 * radius,
              0.9 * thickness);
        }
      }
    }
  };

  private static final int CORNERS = 24;

  /** How square a rounded rectangle is: the exponent of its superellipse. */
  private static final double SQUARENESS = 5;

  /** Lays some such devices, varied by chance, over an anatomy. */
  abstract void draw(Canvas canvas, Anatomy anatomy, SeededRandom chance);

  private static Point along(Point from, double angle, double distance) {
    return from.plus(distance * Math.cos(angle), distance * Math.sin(angle));
  }

  private static Curve ellipse(Point centre, double wide, double high, double angle) {
    return superellipse(centre, wide, high, angle, 2);
  }

  private static Curve rounded(Point centre, double wide, double high, double angle) {
    return superellipse(centre, wide, high, angle, SQUARENESS);
  }

  private static Curve superellipse(
      Point centre, double wide, double high, double angle, double exponent) {
    List<Point> knots = new ArrayList<>();
    for (int i = 0; i < CORNERS; i++) {
      double turn = 2 * Math.PI * i / CORNERS;
      double x = wide * power(Math.cos(turn), 2 / exponent);
      double y = high * power(Math.sin(turn), 2 / exponent);
      knots.add(
          centre.plus(
              x * Math.cos(angle) - y * Math.sin(angle),
              x * Math.sin(angle) + y * Math.cos(angle)));
    }
    return Curve.around(knots);
  }

  private static double power(double base, double exponent) {
    return Math.signum(base) * Math.pow(Math.abs(base), exponent);
  }
}
