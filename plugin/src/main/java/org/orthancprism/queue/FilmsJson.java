// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** The selection of a study's films as JSON, in the database and in answers. */
public final class FilmsJson {

  private FilmsJson() {}

  /**
   * One object a film: {@code instance}, {@code sopInstanceUid}, {@code eligible}, {@code reason}.
   */
  public static JsonArray array(List<FilmSelection> films) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (FilmSelection film : films) {
      JsonObjectBuilder object =
          Json.createObjectBuilder()
              .add("instance", film.instanceId())
              .add("sopInstanceUid", film.sopInstanceUid())
              .add("eligible", film.eligible());
      if (!film.reason().isEmpty()) {
        object.add("reason", film.reason());
      }
      array.add(object);
    }
    return array.build();
  }

  static String write(List<FilmSelection> films) {
    return array(films).toString();
  }

  static List<FilmSelection> read(String json) {
    List<FilmSelection> films = new ArrayList<>();
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      for (JsonObject film : reader.readArray().getValuesAs(JsonObject.class)) {
        films.add(
            new FilmSelection(
                film.getString("instance"),
                film.getString("sopInstanceUid"),
                film.getBoolean("eligible"),
                film.getString("reason", "")));
      }
    }
    return films;
  }
}
