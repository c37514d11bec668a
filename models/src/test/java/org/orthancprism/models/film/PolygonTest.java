// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.film;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.film.Polygon.Vertex;

/** Which pixels a polygon takes. */
class PolygonTest {

  @Test
  void pixelsAreTakenWhoseCentresLieWithin() {
    Polygon polygon = polygon(0.6, 1, 3.5, 1, 3.5, 3, 0.6, 3);
    assertArrayEquals(
        new float[] {
          0, 0, 0, 0, //
          0, 1, 1, 0, //
          0, 1, 1, 0
        },
        Polygon.mask(List.of(polygon), 3, 4).values());
  }

  @Test
  void polygonsAddUpAndWhatLiesBeyondTheFilmCountsForNothing() {
    Polygon left = polygon(-10, -10, 1, -10, 1, 50, -10, 50);
    Polygon both = polygon(0, 0, 2, 0, 2, 1, 0, 1);
    Polygon beyond = polygon(9, 9, 12, 9, 12, 12);
    assertArrayEquals(
        new float[] {
          1, 1, 0, //
          1, 0, 0
        },
        Polygon.mask(List.of(left, both, beyond), 2, 3).values());
  }

  @Test
  void everyPolygonTakesThePixelsThatJavasOwnGeometrySays() {
    Random random = new Random(5);
    for (int trial = 0; trial < 50; trial++) {
      double[] points = random.doubles(2L * (3 + trial % 9), -3, 27).toArray();
      Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
      path.moveTo(points[0], points[1]);
      for (int i = 2; i < points.length; i += 2) {
        path.lineTo(points[i], points[i + 1]);
      }
      path.closePath();
      Plane mask = Polygon.mask(List.of(polygon(points)), 24, 20);
      for (int row = 0; row < 24; row++) {
        for (int column = 0; column < 20; column++) {
          float expected = path.contains(column + 0.5, row + 0.5) ? 1 : 0;
          assertEquals(expected, mask.at(row, column), row + ", " + column + " of " + trial);
        }
      }
    }
  }

  @Test
  void whatIsNoPolygonIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> polygon(0, 0, 5, 5));
    assertThrows(IllegalArgumentException.class, () -> polygon(0, 0, 5, 5, Double.NaN, 1));
  }

  private static Polygon polygon(double... points) {
    List<Vertex> vertices = new ArrayList<>();
    for (int i = 0; i < points.length; i += 2) {
      vertices.add(new Vertex(points[i], points[i + 1]));
    }
    return new Polygon(vertices);
  }
}
