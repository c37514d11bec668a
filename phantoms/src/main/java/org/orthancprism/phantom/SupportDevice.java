// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import java.util.List;

/** A support device that can be laid over a chest. */
enum SupportDevice {
  ELECTROCARDIOGRAM_LEADS {
    @Override
    void draw(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      double thickness = chance.between(0.25, 1.1);
      double radius = chance.between(0.7, 1.5);
      Point bundle = edgeOfFilm(canvas, chance);
      int electrodes = chance.whole(2, 5);
      for (int i = 0; i < electrodes; i++) {
        Point electrode = anatomy.frontOfChest(chance);
        Point away = chance.happens(0.7) ? bundle : edgeOfFilm(canvas, chance);
        Point slack = chance.near(electrode.towards(away, chance.between(0.3, 0.7)), 45);
        Point start = chance.near(electrode.towards(slack, 0.2), 10);
        Curve wire = Curve.through(List.of(electrode, start, slack, chance.near(away, 10)));
        if (chance.happens(0.6)) {
          canvas.addDisc(electrode, chance.between(9, 15), chance.between(0.03, 0.14));
        }
        canvas.addDisc(electrode, chance.between(2.2, 4.5), chance.between(0.4, 1.6));
        if (chance.happens(0.3)) {
          canvas.addRod(new Curve(wire.points().subList(0, 9)), 2.4 * radius, 0.8 * thickness);
        }
        canvas.addRod(wire, radius, thickness);
      }
    }
  },
  ENDOTRACHEAL_TUBE {
    @Override
    void draw(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      Point tip = anatomy.carina().plus(chance.normal(2), -chance.between(15, 60));
      Point throat = new Point(anatomy.middle() + chance.normal(8), -20);
      Point between = chance.near(throat.towards(tip, 0.6), 3);
      Curve axis = Curve.through(List.of(throat, between, tip));
      double radius = chance.between(4, 5.5);
      canvas.addTube(axis, radius, 1.3, chance.between(0.1, 0.35));
      canvas.addRod(axis, chance.between(0.6, 1), chance.between(0.2, 0.7));
    }
  },
  GASTRIC_TUBE {
    @Override
    void draw(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      Point throat = new Point(anatomy.middle() + chance.normal(10), -20);
      Point thorax = anatomy.carina().plus(chance.between(-4, 10), chance.between(10, 50));
      Point hiatus = anatomy.stomach().plus(-30, -30);
      Point tip = chance.near(anatomy.stomach(), 25);
      Curve axis = Curve.through(List.of(throat, throat.towards(thorax, 0.6), thorax, hiatus, tip));
      canvas.addTube(axis, chance.between(1.8, 3), 0.9, chance.between(0.12, 0.4));
      canvas.addRod(axis, chance.between(0.5, 0.8), chance.between(0.15, 0.5));
    }
  },
  CENTRAL_VENOUS_CATHETER {
    @Override
    void draw(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      int side = chance.happens(0.7) ? -1 : 1;
      Point tip = chance.near(anatomy.atriocavalJunction(), 12);
      boolean jugular = chance.happens(0.6);
      Point entry =
          jugular
              ? new Point(anatomy.middle() + side * chance.between(30, 55), -10)
              : chance.near(anatomy.clavicle(side, 0.9), 15);
      Point turn = chance.near(anatomy.clavicle(side, 0.12), 8);
      Point vein = new Point(tip.x() + chance.normal(2), (turn.y() + tip.y()) / 2);
      Curve axis = Curve.through(List.of(entry, turn, vein, tip));
      canvas.addRod(axis, chance.between(0.8, 1.5), chance.between(0.2, 0.6));
    }
  },
  PACEMAKER {
    @Override
    void draw(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      int side = chance.happens(0.8) ? 1 : -1;
      Point can = chance.near(anatomy.clavicle(side, 0.7).plus(0, 45), 12);
      double angle = chance.normal(0.3);
      double thickness = chance.between(1.4, 2.6);
      double rx = chance.between(20, 27);
      double ry = chance.between(18, 24);
      canvas.addEllipsoid(can, rx, ry, angle, thickness);
      canvas.addEllipsoid(can, 0.85 * rx, 0.8 * ry, angle, 0.5 * thickness);
      canvas.addEllipsoid(can.plus(0, -0.75 * ry), 0.6 * rx, 6, angle, 0.4 * thickness);
      int leads = chance.whole(1, 2);
      for (int i = 0; i < leads; i++) {
        Point tip = chance.near(i == 0 ? anatomy.rightVentricle() : anatomy.carina(), 14);
        Point vein = chance.near(anatomy.clavicle(side, 0.2).plus(0, 8), 8);
        Point cava = chance.near(anatomy.atriocavalJunction().plus(0, -40), 6);
        Point atrium = anatomy.atriocavalJunction().plus(chance.normal(5), 20);
        Curve lead = Curve.through(List.of(can, vein, cava, atrium, tip));
        canvas.addRod(lead, chance.between(0.9, 1.4), chance.between(0.5, 1.2));
        canvas.addDisc(lead.end(), 2, 0.8);
      }
    }
  },
  EXTERNAL_LINE {
    @Override
    void draw(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      Point from = edgeOfFilm(canvas, chance);
      Point to = chance.happens(0.5) ? edgeOfFilm(canvas, chance) : anatomy.frontOfChest(chance);
      Point a = chance.near(from.towards(to, 0.33), 50);
      Point b = chance.near(from.towards(to, 0.66), 50);
      Curve axis = Curve.through(List.of(from, a, b, to));
      double radius = chance.between(0.8, 3);
      if (chance.happens(0.5)) {
        canvas.addTube(axis, radius, 0.35 * radius, chance.between(0.1, 0.5));
      } else {
        canvas.addRod(axis, radius, chance.between(0.15, 0.8));
      }
    }
  },
  TRACHEOSTOMY_TUBE {
    @Override
    void draw(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      Point tip = anatomy.carina().plus(chance.normal(2), -chance.between(22, 45));
      Point stoma = tip.plus(chance.normal(6), -chance.between(48, 70));
      Point bend = stoma.towards(tip, 0.35).plus(chance.normal(3), 0);
      double thickness = chance.between(0.25, 0.7);
      canvas.addTube(
          Curve.through(List.of(stoma, bend, tip)), chance.between(5, 7), 1.8, thickness);
      double width = chance.between(14, 24);
      Curve flange =
          Curve.through(List.of(stoma.plus(-width, 3), stoma.plus(0, -2), stoma.plus(width, 3)));
      canvas.addRod(flange, chance.between(2, 4), 0.6 * thickness);
    }

    @Override
    double frequency() {
      return 0.12;
    }
  },
  STICKERS {
    @Override
    void draw(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      int stickers = chance.whole(1, 4);
      for (int i = 0; i < stickers; i++) {
        Point centre = anatomy.frontOfChest(chance);
        double thickness = chance.between(0.03, 0.16);
        double radius = chance.between(9, 17);
        if (chance.happens(0.5)) {
          canvas.addDisc(centre, radius, thickness);
        } else {
          double half = chance.between(6, 12);
          Point end = centre.plus(chance.between(-22, 22), chance.between(-22, 22));
          canvas.addTube(new Curve(List.of(centre, end)), half, 0.6 * half, thickness);
        }
        if (chance.happens(0.75)) {
          canvas.addDisc(centre, chance.between(2, 5), chance.between(0.2, 1.4));
        }
      }
    }
  },
  SURGICAL_CLIPS {
    @Override
    void draw(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      if (chance.happens(0.5)) {
        sternalWires(canvas, anatomy, chance);
      }
      Point field = chance.near(anatomy.heart(), 50);
      int clips = chance.whole(2, 9);
      for (int i = 0; i < clips; i++) {
        Point from = chance.near(field, 35);
        Point to = from.plus(chance.between(-5, 5), chance.between(-5, 5));
        canvas.addRod(
            new Curve(List.of(from, to)), chance.between(0.5, 0.9), chance.between(0.6, 1.6));
      }
    }

    private void sternalWires(Canvas canvas, Anatomy anatomy, SeededRandom chance) {
      int wires = chance.whole(4, 7);
      double axis = anatomy.heart().x() - 0.3 * anatomy.heartWidth();
      double top = anatomy.carina().y() - chance.between(40, 55);
      double thickness = chance.between(0.5, 1.3);
      for (int i = 0; i < wires; i++) {
        Point centre = chance.near(new Point(axis, top + i * chance.between(21, 25)), 2);
        double width = chance.between(7, 11);
        double height = chance.between(3, 6);
        Curve loop =
            Curve.around(
                List.of(
                    centre.plus(-width, 0),
                    centre.plus(0, -height),
                    centre.plus(width, chance.normal(1)),
                    centre.plus(0, height)));
        canvas.addRod(loop, chance.between(0.45, 0.7), thickness);
      }
    }

    @Override
    double frequency() {
      return 0.15;
    }
  };

  /** How likely a patient with devices has one of these. */
  double frequency() {
    return this == ELECTROCARDIOGRAM_LEADS ? 0.8 : 0.35;
  }

  /** Whether phantoms of a variety have such devices; some are for clinical ones alone. */
  boolean drawnIn(Variety variety) {
    return switch (this) {
      case TRACHEOSTOMY_TUBE, STICKERS, SURGICAL_CLIPS -> variety == Variety.CLINICAL;
      default -> true;
    };
  }

  /** Lays one such device, varied by chance, over an anatomy. */
  abstract void draw(Canvas canvas, Anatomy anatomy, SeededRandom chance);

  private static Point edgeOfFilm(Canvas canvas, SeededRandom chance) {
    double along = chance.between(0.05, 1.1);
    return switch (chance.whole(0, 3)) {
      case 0 -> new Point(-15, along * canvas.height());
      case 1 -> new Point(canvas.width() + 15, along * canvas.height());
      case 2 -> new Point(along * canvas.width(), -15);
      default -> new Point(along * canvas.width(), canvas.height() + 15);
    };
  }
}
