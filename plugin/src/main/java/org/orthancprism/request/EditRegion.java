// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.request;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.orthancprism.models.film.Polygon;
import org.orthancprism.models.film.Polygon.Vertex;
import org.orthancprism.orthanc.OrthancId;

/**
 * Where one film of a study may change. All coordinates are the film's pixels, as in DICOM's
 * graphics (PS3.3 C.10.5.1.2): column first, 0, 0 at the upper left corner of the film.
 *
 * @param instance Orthanc's identifier of the film
 * @param editMask polygons outside of which nothing changes; none for the whole film
 * @param keepMask polygons inside of which nothing changes
 */
public record EditRegion(String instance, List<Polygon> editMask, List<Polygon> keepMask) {

  /** Polygons that either mask may have. */
  public static final int MOST_POLYGONS = 8;

  /** Vertices that a polygon may have. */
  public static final int MOST_VERTICES = 128;

  /** Rows and Columns are no larger (PS3.3 C.7.6.3). */
  public static final int LARGEST_COORDINATE = 65_535;

  private static final String EDIT_MASK = "editMask";
  private static final String KEEP_MASK = "keepMask";
  private static final Set<String> KEYS = Set.of("instance", EDIT_MASK, KEEP_MASK);
  private static final int DIGEST_CHARACTERS = 32;

  public EditRegion {
    if (!OrthancId.is(instance)) {
      throw new IllegalArgumentException("instance must be Orthanc's identifier of a film");
    }
    editMask = List.copyOf(editMask);
    keepMask = List.copyOf(keepMask);
    if (editMask.isEmpty() && keepMask.isEmpty()) {
      throw new IllegalArgumentException("editMask or keepMask must hold a polygon");
    }
    refuseUnfit(EDIT_MASK, editMask);
    refuseUnfit(KEEP_MASK, keepMask);
  }

  private static void refuseUnfit(String mask, List<Polygon> polygons) {
    if (polygons.size() > MOST_POLYGONS) {
      throw new IllegalArgumentException(mask + " must hold at most " + MOST_POLYGONS);
    }
    for (int i = 0; i < polygons.size(); i++) {
      List<Vertex> vertices = polygons.get(i).vertices();
      if (vertices.size() > MOST_VERTICES) {
        throw new IllegalArgumentException(
            mask + "[" + i + "] must have at most " + MOST_VERTICES + " vertices");
      }
      if (!vertices.stream().allMatch(each -> isWithin(each, LARGEST_COORDINATE))) {
        throw new IllegalArgumentException(
            mask + "[" + i + "] must have coordinates from 0 to " + LARGEST_COORDINATE);
      }
    }
  }

  private static boolean isWithin(Vertex vertex, int most) {
    return vertex.column() >= 0
        && vertex.row() >= 0
        && vertex.column() <= most
        && vertex.row() <= most;
  }

  /** Whether no vertex lies beyond a film. */
  public boolean fits(int rows, int columns) {
    return Stream.concat(editMask.stream(), keepMask.stream())
        .flatMap(polygon -> polygon.vertices().stream())
        .allMatch(vertex -> vertex.column() <= columns && vertex.row() <= rows);
  }

  /** Tells regions apart. */
  public String digest() {
    return JsonDigest.of(json(), DIGEST_CHARACTERS);
  }

  /** The JSON form in requests, in the database and in answers. */
  JsonObject json() {
    JsonObjectBuilder json = Json.createObjectBuilder().add("instance", instance);
    if (!editMask.isEmpty()) {
      json.add(EDIT_MASK, json(editMask));
    }
    if (!keepMask.isEmpty()) {
      json.add(KEEP_MASK, json(keepMask));
    }
    return json.build();
  }

  private static JsonArrayBuilder json(List<Polygon> mask) {
    JsonArrayBuilder polygons = Json.createArrayBuilder();
    for (Polygon polygon : mask) {
      JsonArrayBuilder vertices = Json.createArrayBuilder();
      polygon
          .vertices()
          .forEach(
              each -> vertices.add(Json.createArrayBuilder().add(each.column()).add(each.row())));
      polygons.add(vertices);
    }
    return polygons;
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException whose message begins with the place of the first fault
   */
  public static EditRegion read(JsonObject json) {
    for (String key : json.keySet()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            key + " is not known here; known are " + new TreeSet<>(KEYS));
      }
    }
    String instance = json.get("instance") instanceof JsonString text ? text.getString() : "";
    return new EditRegion(instance, mask(json, EDIT_MASK), mask(json, KEEP_MASK));
  }

  private static List<Polygon> mask(JsonObject json, String key) {
    JsonArray array = array(json.getOrDefault(key, JsonValue.EMPTY_JSON_ARRAY), key, "polygons");
    List<Polygon> polygons = new ArrayList<>();
    for (JsonValue value : array) {
      String place = key + "[" + polygons.size() + "]";
      List<Vertex> vertices = new ArrayList<>();
      for (JsonValue vertex : array(value, place, "vertices")) {
        vertices.add(vertex(vertex, place + "[" + vertices.size() + "]"));
      }
      try {
        polygons.add(new Polygon(vertices));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
      }
    }
    return polygons;
  }

  private static JsonArray array(JsonValue value, String place, String of) {
    if (value instanceof JsonArray array) {
      return array;
    }
    throw new IllegalArgumentException(place + " must be a list of " + of);
  }

  private static Vertex vertex(JsonValue value, String place) {
    if (value instanceof JsonArray pair
        && pair.size() == 2
        && pair.get(0) instanceof JsonNumber column
        && pair.get(1) instanceof JsonNumber row
        && Double.isFinite(column.doubleValue())
        && Double.isFinite(row.doubleValue())) {
      return new Vertex(column.doubleValue(), row.doubleValue());
    }
    throw new IllegalArgumentException(place + " must be a column and a row");
  }
}
