// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.task;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.database.JsonColumn;
import org.orthancprism.models.ending.Ending;

/** The selection of a study's films as JSON, in the database and in answers. */
public final class FilmsJson {

  private FilmsJson() {}

  /**
   * One object a film: {@code instance}, {@code sopInstanceUid}, {@code eligible}, {@code damaged}
   * where it is, {@code reason}, and {@code edits} with {@code edit}, {@code end}, {@code stored},
   * {@code gates} that failed, {@code reason}, and {@code removal} where its image was deleted.
   */
  public static JsonArray array(List<FilmSelection> films) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (FilmSelection film : films) {
      JsonObjectBuilder object =
          Json.createObjectBuilder()
              .add("instance", film.instanceId())
              .add("sopInstanceUid", film.sopInstanceUid())
              .add("eligible", film.eligible());
      if (film.isDamaged()) {
        object.add("damaged", true);
      }
      if (!film.reason().isEmpty()) {
        object.add("reason", film.reason());
      }
      if (!film.edits().isEmpty()) {
        object.add("edits", edits(film));
      }
      array.add(object);
    }
    return array.build();
  }

  private static JsonArrayBuilder edits(FilmSelection film) {
    JsonArrayBuilder edits = Json.createArrayBuilder();
    for (FilmSelection.EndedEdit ended : film.edits()) {
      JsonObjectBuilder edit =
          Json.createObjectBuilder()
              .add("edit", ended.edit())
              .add("end", ended.end().label())
              .add("stored", ended.stored())
              .add("gates", Json.createArrayBuilder(ended.gates()))
              .add("reason", ended.reason());
      ended.removal().ifPresent(why -> edit.add("removal", why.label()));
      edits.add(edit);
    }
    return edits;
  }

  public static String write(List<FilmSelection> films) {
    return array(films).toString();
  }

  static List<FilmSelection> read(String json) {
    List<FilmSelection> films = new ArrayList<>();
    for (JsonObject film : JsonColumn.array(json).getValuesAs(JsonObject.class)) {
      films.add(
          new FilmSelection(
              film.getString("instance"),
              film.getString("sopInstanceUid"),
              verdict(film),
              film.getString("reason", ""),
              edits(film)));
    }
    return films;
  }

  private static FilmSelection.Verdict verdict(JsonObject film) {
    if (film.getBoolean("damaged", false)) {
      return FilmSelection.Verdict.DAMAGED;
    }
    return film.getBoolean("eligible")
        ? FilmSelection.Verdict.ELIGIBLE
        : FilmSelection.Verdict.PASSED_OVER;
  }

  private static List<FilmSelection.EndedEdit> edits(JsonObject film) {
    return film.containsKey("edits")
        ? film.getJsonArray("edits").getValuesAs(JsonObject.class).stream()
            .map(FilmsJson::edit)
            .toList()
        : List.of();
  }

  /** A record of before there were ends tells of each edit whether it passed; all were stored. */
  private static FilmSelection.EndedEdit edit(JsonObject ended) {
    Ending.Kind end =
        ended.containsKey("end")
            ? Ending.Kind.of(ended.getString("end"))
            : ended.getBoolean("passed") ? Ending.Kind.MADE : Ending.Kind.WITHHELD;
    return new FilmSelection.EndedEdit(
        ended.getString("edit"),
        end,
        ended.getBoolean("stored", true),
        ended.containsKey("gates")
            ? ended.getJsonArray("gates").getValuesAs(JsonString::getString)
            : List.of(),
        ended.getString("reason"),
        Optional.ofNullable(ended.getString("removal", null)).map(ResultRemoval::of));
  }
}
