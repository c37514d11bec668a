// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Path2D;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.testhelper.Tool;

class DisplayShutterTest {
  private static final int ROWS = 80;
  private static final int COLUMNS = 70;

  /** Whether a pixel, counted from 1, is seen. */
  private interface Visible {
    boolean at(int row, int column);
  }

  private static Dataset film(UnaryOperator<DatasetBuilder> attributes) {
    return attributes.apply(Films.computed(ROWS, COLUMNS, 12, false)).build();
  }

  private static void assertVisible(Visible expected, UnaryOperator<DatasetBuilder> attributes) {
    DisplayShutter shutter = DisplayShutter.of(film(attributes), ROWS, COLUMNS);
    for (int row = 1; row <= ROWS; row++) {
      for (int column = 1; column <= COLUMNS; column++) {
        int pixel = (row - 1) * COLUMNS + column - 1;
        assertEquals(
            expected.at(row, column), !shutter.covers(pixel), "row " + row + ", column " + column);
      }
    }
  }

  private static DatasetBuilder rectangle(DatasetBuilder film) {
    return film.set(Tag.SHUTTER_SHAPE, "RECTANGULAR")
        .set(Tag.SHUTTER_LEFT_VERTICAL_EDGE, 5)
        .set(Tag.SHUTTER_RIGHT_VERTICAL_EDGE, 60)
        .set(Tag.SHUTTER_UPPER_HORIZONTAL_EDGE, 10)
        .set(Tag.SHUTTER_LOWER_HORIZONTAL_EDGE, 75);
  }

  private static boolean inRectangle(int row, int column) {
    return column >= 5 && column <= 60 && row >= 10 && row <= 75;
  }

  private static DatasetBuilder circle(DatasetBuilder film) {
    return film.set(Tag.SHUTTER_SHAPE, "CIRCULAR")
        .set(Tag.CENTER_OF_CIRCULAR_SHUTTER, 42, 31)
        .set(Tag.RADIUS_OF_CIRCULAR_SHUTTER, 33);
  }

  private static boolean inCircle(int row, int column) {
    return Math.pow(row - 42, 2) + Math.pow(column - 31, 2) <= 33 * 33;
  }

  @Test
  void withoutAShutterEverythingIsSeen() {
    assertVisible((row, column) -> true, film -> film);
  }

  @Test
  void aRectangleCoversWhatLiesOutside() {
    assertVisible(DisplayShutterTest::inRectangle, DisplayShutterTest::rectangle);
  }

  @Test
  void aCircleCoversWhatLiesOutside() {
    assertVisible(DisplayShutterTest::inCircle, DisplayShutterTest::circle);
  }

  @Test
  void severalShapesCoverTogether() {
    assertVisible(
        (row, column) -> inRectangle(row, column) && inCircle(row, column),
        film -> rectangle(circle(film)).set(Tag.SHUTTER_SHAPE, "RECTANGULAR", "CIRCULAR"));
  }

  @Test
  void aPolygonCoversWhatLiesOutside() {
    // No edge runs through the centre of a pixel, where either answer would be right.
    int[] vertices = {3, 35, 60, 66, 77, 20, 40, 30, 31, 5};
    Path2D path = new Path2D.Double();
    path.moveTo(vertices[1], vertices[0]);
    for (int i = 2; i < vertices.length; i += 2) {
      path.lineTo(vertices[i + 1], vertices[i]);
    }
    path.closePath();
    DisplayShutter shutter =
        DisplayShutter.of(
            film(
                each ->
                    each.set(Tag.SHUTTER_SHAPE, "POLYGONAL")
                        .set(Tag.VERTICES_OF_POLYGONAL_SHUTTER, vertices)),
            ROWS,
            COLUMNS);
    for (int i = 0; i < ROWS * COLUMNS; i++) {
      int row = i / COLUMNS + 1;
      int column = i % COLUMNS + 1;
      boolean inside = path.contains(column - 0.01, row - 0.01, 0.02, 0.02);
      boolean outside = !path.intersects(column - 0.01, row - 0.01, 0.02, 0.02);
      if (inside || outside) {
        assertEquals(inside, !shutter.covers(i), "row " + row + ", column " + column);
      }
    }
  }

  @Test
  void aBitmapCoversWhereItsBitsAreSet() {
    // 8 x 8 pixels from row 11, column 21 on; every second row is set.
    byte[] bits = {-1, 0, -1, 0, -1, 0, -1, 0};
    assertVisible(
        (row, column) -> !(column >= 21 && column <= 28 && row >= 11 && row <= 18 && row % 2 == 1),
        film ->
            film.set(Tag.SHUTTER_SHAPE, "BITMAP")
                .set(Tag.SHUTTER_OVERLAY_GROUP, 0x6002)
                .set(new Tag(0x60020010), Vr.US, 8)
                .set(new Tag(0x60020011), Vr.US, 8)
                .set(new Tag(0x60020050), Vr.SS, 11, 21)
                .setBytes(new Tag(0x60023000), Vr.OB, bits));
  }

  @Test
  void aShutterThatIsDamagedOrHidesAllCoversNothing() {
    Visible everything = (row, column) -> true;
    assertVisible(everything, film -> film.set(Tag.SHUTTER_SHAPE, "OVAL"));
    assertVisible(everything, film -> film.set(Tag.SHUTTER_SHAPE, "CIRCULAR"));
    assertVisible(everything, film -> film.set(Tag.SHUTTER_SHAPE, "POLYGONAL"));
    assertVisible(everything, film -> film.set(Tag.SHUTTER_SHAPE, "BITMAP"));
    assertVisible(everything, film -> rectangle(film).set(Tag.SHUTTER_LEFT_VERTICAL_EDGE, 99));
  }

  @Test
  void whatIsCoveredIsBlackAndIsNeverEdited() {
    Radiograph film = Films.radiograph(film(DisplayShutterTest::rectangle));
    float[] wanted = new float[ROWS * COLUMNS];
    float[] everywhere = new float[ROWS * COLUMNS];
    Arrays.fill(wanted, 0.5f);
    Arrays.fill(everywhere, 1);
    int[] edited = film.storedValues(wanted, everywhere).values();
    float[] luminance = film.luminance();
    int kept = 0;
    for (int i = 0; i < edited.length; i++) {
      if (!inRectangle(i / COLUMNS + 1, i % COLUMNS + 1)) {
        assertEquals(film.pixels().value(i), edited[i]);
        assertEquals(0, luminance[i]);
        kept++;
      }
    }
    assertTrue(kept > 0 && kept < edited.length);
  }

  @Test
  void whatIsCoveredCountsForDisplaysAndNotForModelsWhereAFilmHasNoWindow() {
    // The rows of the rectangle hold a part of the range, and the rest of it lies outside.
    Radiograph whole = Films.radiograph(film(each -> each));
    Radiograph collimated =
        Films.radiograph(
            film(
                each ->
                    rectangle(each)
                        .set(Tag.SHUTTER_UPPER_HORIZONTAL_EDGE, 30)
                        .set(Tag.SHUTTER_LOWER_HORIZONTAL_EDGE, 40)));
    assertEquals(whole.luminanceOf(2000), collimated.luminanceOf(2000));
    int inside = 31 * COLUMNS + COLUMNS / 2;
    assertFalse(collimated.isCovered(inside));
    float before = whole.modelLuminance()[inside];
    float after = collimated.modelLuminance()[inside];
    assertFalse(Math.abs(before - after) < 0.05, before + " and " + after);
  }

  @Test
  void theCounterfactualHasTheSourcesShuttersAndPassesDciodvfy(@TempDir Path folder) {
    Radiograph film =
        Films.radiograph(
            film(
                each -> rectangle(circle(each)).set(Tag.SHUTTER_SHAPE, "RECTANGULAR", "CIRCULAR")));
    DicomObject image = Films.counterfactual(film);
    DisplayShutter shutter = DisplayShutter.of(image.dataset(), ROWS, COLUMNS);
    assertTrue(shutter.covers(0));
    Tool.Answer answer = Tool.run("dciodvfy", Tool.write(image, folder, "shutter.dcm").toString());
    assertTrue(
        answer.linesWith("Error").stream().noneMatch(line -> line.contains("Shutter")),
        answer.text());
  }
}
