// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.models.film.Polygon.Vertex;

/** Where a film may change, as requests and the queue tell it. */
class EditRegionTest {

  private static final String FILM = "abae0b24-5a718d9e-1b560140-2cda3ae0-30b846cb";
  private static final String TRIANGLE = "[[0, 0], [10.5, 0], [0, 20]]";

  private static EditRegion read(String masks) {
    String json = "{\"instance\": \"" + FILM + "\"" + masks + "}";
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return EditRegion.read(reader.readObject());
    }
  }

  @Test
  void isTheSameAfterItsWayThroughTheQueue() {
    EditRegion region =
        read(", \"editMask\": [" + TRIANGLE + "], \"keepMask\": [" + TRIANGLE + "]");
    assertEquals(new Vertex(10.5, 0), region.editMask().get(0).vertices().get(1));
    CounterfactualRequest request =
        new CounterfactualRequest(
            List.of("remove-support-devices"),
            new EditChoices(
                Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.of(region)));
    assertEquals(request, CounterfactualRequest.read(request.json().toString()));
    assertEquals(region.digest(), EditRegion.read(region.json()).digest());
  }

  @Test
  void anotherMaskIsAnotherRegion() {
    String digest = read(", \"editMask\": [" + TRIANGLE + "]").digest();
    assertNotEquals(digest, read(", \"keepMask\": [" + TRIANGLE + "]").digest());
    assertNotEquals(
        digest, read(", \"editMask\": [" + TRIANGLE.replace("20", "21") + "]").digest());
  }

  @Test
  void fitsAFilmUpToItsLowerRightCorner() {
    EditRegion region = read(", \"editMask\": [" + TRIANGLE + "]");
    assertTrue(region.fits(20, 11));
    assertFalse(region.fits(19, 11));
    assertFalse(region.fits(20, 10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          , "mask": []                                          | mask is not known
          ''                                                    | editMask or keepMask
          , "editMask": []                                      | editMask or keepMask
          , "editMask": {}                                      | editMask must be a list
          , "keepMask": [7]                                     | keepMask[0] must be a list
          , "editMask": [[[0, 0], [1, 1]]]                      | editMask[0]: a polygon has three
          , "editMask": [[[0, 0], [1, 1], [2]]]                 | editMask[0][2] must be a column
          , "editMask": [[[0, 0], [1, 1], [1e999, 0]]]          | editMask[0][2] must be a column
          , "editMask": [[[0, 0], [1, 1], ["2", 0]]]            | editMask[0][2] must be a column
          , "editMask": [[[0, 0], [1, 1], [-1, 0]]]             | editMask[0] must have coordinates
          , "editMask": [[[0, 0], [1, 1], [65536, 0]]]          | editMask[0] must have coordinates
          """)
  void whatIsNoRegionIsRefusedByItsPlace(String masks, String message) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> read(masks));
    assertTrue(String.valueOf(refusal.getMessage()).startsWith(message), refusal::getMessage);
  }

  @Test
  void tooManyPolygonsOrVerticesAreRefused() {
    String polygons = (TRIANGLE + ", ").repeat(8) + TRIANGLE;
    String vertices = "[1, 1], ".repeat(128) + "[1, 1]";
    assertThrows(IllegalArgumentException.class, () -> read(", \"editMask\": [" + polygons + "]"));
    assertThrows(
        IllegalArgumentException.class, () -> read(", \"keepMask\": [[" + vertices + "]]"));
  }

  @Test
  void noPathIsTakenForAFilm() {
    for (String instance :
        List.of("", "../etc/passwd", FILM + "/..", FILM.toUpperCase(Locale.ROOT))) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new EditRegion(
                  instance, read(", \"editMask\": [" + TRIANGLE + "]").editMask(), List.of()));
    }
  }
}
