// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import java.util.ArrayList;
import java.util.List;

/**
 * A patient's chest as the detector sees it from the front: where its parts lie, in millimetres.
 *
 * <p>The patient's right is on the left of the film. Sizes vary with habitus, inspiration and
 * rotation; nothing here knows how a film is exposed.
 */
final class Anatomy {

  private final SeededRandom chance;
  private final double middle;
  private final double apex;
  private final double inspiration;
  private final double breadth;
  private final double lungAttenuation;
  private final boolean cardiomegaly;
  private final Habitus habitus;

  /** Vessels of the lungs, as they were last drawn. */
  private float[] vessels = {};

  /** Bones of the chest wall and the shoulders, as they were last drawn. */
  private float[] bones = {};

  Anatomy(double width, double height, SeededRandom chance) {
    this(width, height, chance, Habitus.PLAIN);
  }

  Anatomy(double width, double height, SeededRandom chance, Habitus habitus) {
    this.habitus = habitus;
    this.chance = chance;
    this.middle = width / 2 + chance.normal(6);
    this.apex = height * chance.between(0.13, 0.2);
    this.inspiration = height * chance.between(0.44, 0.54);
    this.breadth = width * chance.between(0.33, 0.39);
    this.lungAttenuation = chance.between(0.55, 0.85);
    // A patient of a clinic gets an enlarged heart as a finding, where it is asked for.
    this.cardiomegaly = chance.happens(0.3) && habitus.equals(Habitus.PLAIN);
  }

  double middle() {
    return middle;
  }

  /** Height of the tracheal bifurcation. */
  Point carina() {
    return new Point(middle + 2 + 0.5 * habitus.rotation(), apex + 0.36 * inspiration);
  }

  /** Where a venous catheter should end: at the upper border of the right atrium. */
  Point atriocavalJunction() {
    return new Point(middle - 14 + habitus.rotation(), apex + 0.55 * inspiration);
  }

  Point rightVentricle() {
    return new Point(middle + 22 + habitus.rotation(), apex + 0.86 * inspiration);
  }

  Point liver() {
    return new Point(middle - 0.45 * breadth, apex + 1.22 * inspiration);
  }

  Point stomach() {
    return new Point(middle + 45, apex + 1.18 * inspiration);
  }

  /** A point on a clavicle, from its sternal end (0) to its outer end (1). */
  Point clavicle(int side, double share) {
    double front = (1 - share) * habitus.rotation();
    double rise = habitus.clavicleRise() * (1 - 0.3 * share);
    return new Point(
        middle + front + side * (12 + share * 0.95 * breadth),
        apex + 14 - rise - 18 * share * share);
  }

  /** Any place on the front of the chest, as electrodes are stuck on it. */
  Point frontOfChest(SeededRandom where) {
    return new Point(
        middle + where.between(-1, 1) * breadth, apex + where.between(0.02, 1.05) * inspiration);
  }

  /** Outline of one lung; side -1 is the patient's right, on the left of the film. */
  Curve lung(int side) {
    double inner = side < 0 ? 24 : 30;
    double heart =
        (side < 0 ? 34 : (cardiomegaly ? 88 : 58)) * habitus.heartScale()
            + side * habitus.rotation();
    double base = apex + inspiration * (side < 0 ? 0.92 : 0.97);
    List<Point> knots = new ArrayList<>();
    knots.add(new Point(middle + side * 40, apex));
    knots.add(new Point(middle + side * 0.72 * breadth, apex + 0.16 * inspiration));
    knots.add(new Point(middle + side * 0.95 * breadth, apex + 0.5 * inspiration));
    knots.add(new Point(middle + side * 1.02 * breadth, apex + 0.9 * inspiration));
    knots.add(new Point(middle + side * 1.0 * breadth, apex + 1.06 * inspiration));
    knots.add(new Point(middle + side * 0.72 * breadth, base));
    knots.add(new Point(middle + side * (heart + 10), base - 4));
    knots.add(new Point(middle + side * heart, apex + 0.74 * inspiration));
    knots.add(new Point(middle + side * (inner + 8), apex + 0.5 * inspiration));
    knots.add(new Point(middle + side * inner, apex + 0.25 * inspiration));
    return Curve.around(knots);
  }

  /** The lower outer corner of a lung, where fluid gathers first. */
  Point costophrenicAngle(int side) {
    return new Point(middle + side * breadth, apex + 1.06 * inspiration);
  }

  /** Height of the fluid's surface at the chest wall for a share of the lung that it fills. */
  double fluidLevel(double filled) {
    return apex + (1.06 - 0.8 * filled) * inspiration;
  }

  /** The upper end of a lung. */
  Point apexOf(int side) {
    return new Point(middle + side * 40, apex);
  }

  /** Distance of the chest wall from the middle. */
  double breadth() {
    return breadth;
  }

  /** Height of the lungs. */
  double inspiration() {
    return inspiration;
  }

  /** Half the width of the heart that {@link #draw} lays, and its middle. */
  double heartWidth() {
    return (cardiomegaly ? 88 : 58) * habitus.heartScale();
  }

  Point heart() {
    return new Point(middle + habitus.rotation() + 0.3 * heartWidth(), apex + 0.76 * inspiration);
  }

  /** Attenuation of the lungs' vessels alone, as {@link #draw} laid them. */
  float[] vessels() {
    return vessels;
  }

  /**
   * Attenuation of ribs, clavicles, scapulae and humeri alone, as {@link #draw} laid them; the
   * spine, which shows no outline on most films, is not among them.
   */
  float[] bones() {
    return bones;
  }

  /** Lays the whole body onto a canvas. */
  void draw(Canvas canvas) {
    drawTrunk(canvas);
    float[] lungs = lungs(canvas);
    drawSpineAndMediastinum(canvas);
    canvas.add(lungs, -lungAttenuation);
    drawVessels(canvas, lungs);
    float[] soft = canvas.attenuation().clone();
    drawRibs(canvas);
    drawShoulders(canvas);
    bones = canvas.attenuation().clone();
    for (int i = 0; i < bones.length; i++) {
      bones[i] -= soft[i];
    }
    canvas.add(canvas.blurred(chance.noise(canvas.attenuation().length), 6), 0.35);
  }

  /** Both lungs as a field in [0, 1]. */
  float[] lungs(Canvas canvas) {
    float[] right = canvas.area(lung(-1));
    float[] left = canvas.area(lung(1));
    for (int i = 0; i < right.length; i++) {
      right[i] = Math.max(right[i], left[i]);
    }
    return canvas.blurred(right, 1.6);
  }

  private void drawTrunk(Canvas canvas) {
    double low = canvas.height() + 60;
    double shoulder = apex - 4;
    List<Point> knots = new ArrayList<>();
    knots.add(new Point(middle - 42, -60));
    knots.add(new Point(middle - 50, shoulder - 30));
    knots.add(new Point(middle - 1.25 * breadth, shoulder + 16));
    knots.add(new Point(middle - 1.32 * breadth, apex + 0.5 * inspiration));
    knots.add(new Point(middle - 1.2 * breadth, low));
    knots.add(new Point(middle + 1.2 * breadth, low));
    knots.add(new Point(middle + 1.32 * breadth, apex + 0.5 * inspiration));
    knots.add(new Point(middle + 1.25 * breadth, shoulder + 16));
    knots.add(new Point(middle + 50, shoulder - 30));
    knots.add(new Point(middle + 42, -60));
    float[] trunk = canvas.blurred(canvas.area(Curve.around(knots)), 9);
    canvas.add(trunk, habitus.softTissue() * chance.between(0.85, 1.1));
    Canvas abdomen = canvas.blank();
    Point belly = new Point(middle, apex + 1.5 * inspiration);
    abdomen.addEllipsoid(belly, 1.3 * breadth, 0.75 * inspiration, 0, chance.between(0.3, 0.55));
    canvas.add(canvas.blurred(abdomen.attenuation(), 8), 1);
    drawBreasts(canvas);
    drawGastricAir(canvas);
  }

  private void drawBreasts(Canvas canvas) {
    if (habitus.breasts() > 0) {
      Canvas breasts = canvas.blank();
      for (int side = -1; side <= 1; side += 2) {
        Point centre =
            new Point(middle + side * 0.62 * breadth, apex + (0.86 + 0.03 * side) * inspiration);
        breasts.addEllipsoid(
            centre, 0.5 * breadth, 0.3 * inspiration, side * 0.15, habitus.breasts());
      }
      canvas.add(canvas.blurred(breasts.attenuation(), 2.5), 1);
    }
  }

  private void drawGastricAir(Canvas canvas) {
    if (habitus.gastricAir() > 0) {
      Canvas air = canvas.blank();
      Point fundus = new Point(middle + 0.5 * breadth, apex + 1.13 * inspiration);
      air.addEllipsoid(fundus, 26, 17, -0.3, habitus.gastricAir());
      air.addEllipsoid(fundus.plus(20, 30), 30, 14, 0.4, 0.5 * habitus.gastricAir());
      canvas.add(canvas.blurred(air.attenuation(), 2), -1);
    }
  }

  private void drawSpineAndMediastinum(Canvas canvas) {
    Curve spine =
        Curve.through(
            List.of(
                new Point(middle, -50),
                new Point(spineAt(0.4 * canvas.height(), canvas), 0.4 * canvas.height()),
                new Point(middle, canvas.height() + 50)));
    canvas.addRod(spine, 17, 0.28);
    double step = chance.between(21, 25);
    for (double y = -10; y < canvas.height(); y += step) {
      double x = spineAt(y, canvas);
      canvas.addEllipsoid(new Point(x, y), 16, 0.42 * step, 0, 0.1);
      canvas.addEllipsoid(new Point(x, y), 3, 5, 0, 0.09);
    }
    Point aorta = new Point(middle + 22 + habitus.rotation(), apex + 0.28 * inspiration);
    Canvas soft = canvas.blank();
    soft.addEllipsoid(aorta, 16, 18, 0, 0.3);
    Curve trachea =
        Curve.through(List.of(new Point(middle, -40), new Point(middle, apex), carina()));
    canvas.addRod(trachea, 8.5, -0.2);
    soft.addEllipsoid(heart(), heartWidth(), 0.27 * inspiration, 0.45, chance.between(0.55, 0.8));
    canvas.add(canvas.blurred(soft.attenuation(), 2.5), 1);
  }

  private double spineAt(double y, Canvas canvas) {
    return middle + habitus.curvature() * Math.sin(Math.PI * y / canvas.height());
  }

  private void drawVessels(Canvas canvas, float[] lungs) {
    Canvas tree = canvas.blank();
    for (int side = -1; side <= 1; side += 2) {
      Point hilum = new Point(middle + habitus.rotation() + side * 34, apex + 0.46 * inspiration);
      tree.addEllipsoid(hilum, 14, 24, side * 0.3, 0.14);
      int branches = chance.whole(9, 13);
      for (int i = 0; i < branches; i++) {
        double angle = Math.PI * (-0.45 + 0.95 * i / (branches - 1)) + chance.normal(0.12);
        branch(tree, chance.near(hilum, 11), side, angle, chance.between(1.8, 3.2), 3);
      }
    }
    float[] field = canvas.blurred(tree.attenuation(), 0.8);
    for (int i = 0; i < field.length; i++) {
      field[i] *= (float) habitus.lungStructure() * lungs[i];
    }
    vessels = field;
    canvas.add(field, 1);
  }

  private void branch(
      Canvas vessels, Point from, int side, double angle, double radius, int generations) {
    double length = chance.between(20, 38);
    Point end = from.plus(side * length * Math.cos(angle), length * Math.sin(angle));
    Point bend = chance.near(from.towards(end, 0.5), 3);
    vessels.addRod(Curve.through(List.of(from, bend, end)), radius, 0.05 * radius);
    if (generations > 0) {
      branch(vessels, end, side, angle + chance.between(0.1, 0.5), 0.68 * radius, generations - 1);
      branch(vessels, end, side, angle - chance.between(0.1, 0.5), 0.62 * radius, generations - 1);
    }
  }

  private void drawRibs(Canvas canvas) {
    double thickness = chance.between(0.09, 0.17);
    double spacing = inspiration * chance.between(0.108, 0.122);
    for (int side = -1; side <= 1; side += 2) {
      for (int i = 0; i < 10; i++) {
        double y = apex - 12 + i * spacing;
        double reach = breadth * (0.66 + 0.36 * Math.sqrt(Math.min(1, (i + 0.5) / 5.0)));
        posteriorRib(canvas, side, y, reach, thickness);
        if (i > 0 && i < 7) {
          anteriorRib(canvas, side, y, reach, 0.7 * thickness);
        }
      }
    }
  }

  private void posteriorRib(Canvas canvas, int side, double y, double reach, double thickness) {
    Curve rib =
        Curve.through(
            List.of(
                new Point(middle + side * 16, y),
                new Point(middle + side * 0.45 * reach, y - 7 + chance.normal(1)),
                new Point(middle + side * 0.8 * reach, y + 9 + chance.normal(1)),
                new Point(middle + side * reach, y + 36)));
    canvas.addTube(rib, chance.between(4.6, 6), 1.6, thickness);
    canvas.addRod(rib, 5, 0.55 * thickness);
  }

  private void anteriorRib(Canvas canvas, int side, double y, double reach, double thickness) {
    Curve rib =
        Curve.through(
            List.of(
                new Point(middle + side * reach, y + 36),
                new Point(middle + side * 0.75 * reach, y + 66),
                new Point(middle + side * 0.45 * reach, y + 82 + chance.normal(2))));
    canvas.addTube(rib, chance.between(5, 6.5), 1.4, thickness);
    canvas.addRod(rib, 5.5, 0.5 * thickness);
  }

  private void drawShoulders(Canvas canvas) {
    for (int side = -1; side <= 1; side += 2) {
      Curve clavicle =
          Curve.through(List.of(clavicle(side, 0), clavicle(side, 0.5), clavicle(side, 1)));
      canvas.addTube(clavicle, 6, 2, 0.2);
      canvas.addRod(clavicle, 6, 0.14);
      Canvas blade = canvas.blank();
      double outwards = 1.08 * breadth - habitus.scapulaShift();
      Point scapula = new Point(middle + side * outwards, apex + 0.22 * inspiration);
      blade.addEllipsoid(scapula, 22, 60, side * 0.25, 0.13);
      canvas.add(canvas.blurred(blade.attenuation(), 4), 1);
      Point humerus = new Point(middle + side * 1.4 * breadth, apex + 0.1 * inspiration);
      canvas.addEllipsoid(humerus, 24, 26, 0, 0.4);
    }
  }
}
