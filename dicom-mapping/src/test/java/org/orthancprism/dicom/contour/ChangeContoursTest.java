// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.contour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeContoursTest {

  private static boolean isInDisc(
      int pixel, int columns, double row, double column, double radius) {
    return Math.hypot(pixel / columns + 0.5 - row, pixel % columns + 0.5 - column) < radius;
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 1000, 2000})
  void aDiscIsOutlinedOnceWithItsAreaAndPlace(int size) {
    double radius = size / 5.0;
    List<Contour> contours =
        ChangeContours.of(
            size, size, pixel -> isInDisc(pixel, size, 0.4 * size, 0.6 * size, radius));
    assertEquals(1, contours.size());
    Contour contour = contours.get(0);
    assertEquals(1, contour.area() / (Math.PI * radius * radius), 0.08);
    for (int i = 0; i < contour.size(); i++) {
      double away = Math.hypot(contour.column(i) - 0.6 * size, contour.row(i) - 0.4 * size);
      assertEquals(radius, away, 0.02 * size);
    }
    assertTrue(contour.size() < 120, contour.size() + " points");
  }

  @Test
  void aHoleIsAContourOfItsOwnThatIsToldFromAnOutline() {
    List<Contour> contours =
        ChangeContours.of(
            400,
            400,
            pixel -> isInDisc(pixel, 400, 200, 200, 100) && !isInDisc(pixel, 400, 200, 200, 50));
    assertEquals(2, contours.size());
    assertEquals(Math.PI * 10_000, contours.get(0).area(), 1500);
    assertEquals(-Math.PI * 2_500, contours.get(1).area(), 750);
  }

  @Test
  void aRegionInWhichEverySecondPixelCameOutTheSameIsOneRegion() {
    Random random = new Random(5);
    boolean[] changed = new boolean[400 * 400];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = isInDisc(i, 400, 150, 150, 80) && random.nextBoolean();
    }
    List<Contour> contours = ChangeContours.of(400, 400, pixel -> changed[pixel]);
    assertEquals(1, contours.size());
    assertEquals(1, contours.get(0).area() / (Math.PI * 6400), 0.1);
  }

  @Test
  void aRegionAtTheBorderStaysWithinTheFilm() {
    List<Contour> contours = ChangeContours.of(300, 200, pixel -> pixel / 200 < 100);
    assertEquals(1, contours.size());
    Contour contour = contours.get(0);
    assertEquals(100 * 200, contour.area(), 600);
    for (int i = 0; i < contour.size(); i++) {
      assertTrue(contour.column(i) >= 0 && contour.column(i) <= 200);
      assertTrue(contour.row(i) >= 0 && contour.row(i) <= 300);
    }
  }

  @Test
  void specksAreLeftOutUnlessThereIsNothingElse() {
    List<Contour> both =
        ChangeContours.of(
            500,
            500,
            pixel -> isInDisc(pixel, 500, 100, 100, 3) || isInDisc(pixel, 500, 300, 300, 80));
    assertEquals(1, both.size());
    assertEquals(1, ChangeContours.of(500, 500, pixel -> isInDisc(pixel, 500, 100, 100, 3)).size());
    assertEquals(List.of(), ChangeContours.of(500, 500, pixel -> false));
  }

  @Test
  void twoCornersThatTouchAreTracedWithoutALooseEnd() {
    for (float middle : new float[] {0.2f, 0.9f}) {
      float[] field = {1, middle, middle, 1};
      double area =
          MarchingSquares.trace(2, 2, field, 0.5).stream()
              .mapToDouble(line -> new Contour(line).area())
              .sum();
      assertTrue(area > 0, "area " + area);
    }
  }

  @Test
  void aClosedPolylineEndsWhereItBegan() {
    double[] data = new Contour(new double[] {0, 0, 0, 2, 2, 2}).graphicData();
    assertEquals(8, data.length);
    assertEquals(data[0], data[6]);
    assertEquals(data[1], data[7]);
  }
}
