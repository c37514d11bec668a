// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.models.json.JsonMembers;

/**
 * A JSON object of {@code pack.json} that knows its path, so that whatever is wrong in it can be
 * named.
 *
 * @param json the object
 * @param place its place, for example {@code findings[1]}; empty for the whole file
 */
record ManifestObject(JsonObject json, String place) {

  /** Names a member's place. */
  String placeOf(String key) {
    return place.isEmpty() ? key : place + "." + key;
  }

  PackException wrong(String key, String expected) {
    return new PackException(
        "pack.json: "
            + placeOf(key)
            + " must be "
            + expected
            + "; correct the file or take a pack as it was released");
  }

  private JsonMembers<PackException> members() {
    return new JsonMembers<>(json, this::wrong);
  }

  String text(String key) throws PackException {
    return members().text(key);
  }

  double number(String key) throws PackException {
    return members().number(key);
  }

  int integer(String key) throws PackException {
    double value = number(key);
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw wrong(key, "a whole number");
    }
    return (int) value;
  }

  boolean truth(String key) throws PackException {
    JsonValue value = json.get(key);
    if (JsonValue.TRUE.equals(value) || JsonValue.FALSE.equals(value)) {
      return JsonValue.TRUE.equals(value);
    }
    throw wrong(key, "true or false");
  }

  ManifestObject object(String key) throws PackException {
    if (json.get(key) instanceof JsonObject member) {
      return new ManifestObject(member, placeOf(key));
    }
    throw wrong(key, "an object");
  }

  /** A text that may be left out. */
  Optional<String> optionalText(String key) throws PackException {
    return json.containsKey(key) ? Optional.of(text(key)) : Optional.empty();
  }

  /** An object that may be left out. */
  Optional<ManifestObject> optionalObject(String key) throws PackException {
    return json.containsKey(key) ? Optional.of(object(key)) : Optional.empty();
  }

  /** An object, or a list of objects, or none where it is left out. */
  List<ManifestObject> oneOrMore(String key) throws PackException {
    if (!json.containsKey(key)) {
      return List.of();
    }
    return json.get(key) instanceof JsonObject ? List.of(object(key)) : objects(key);
  }

  List<ManifestObject> objects(String key) throws PackException {
    List<ManifestObject> objects = new ArrayList<>();
    for (JsonValue value : values(key)) {
      if (!(value instanceof JsonObject member)) {
        throw wrong(key, "a list of objects");
      }
      objects.add(new ManifestObject(member, placeOf(key) + "[" + objects.size() + "]"));
    }
    return objects;
  }

  List<String> texts(String key) throws PackException {
    return members().texts(key);
  }

  List<Double> numbers(String key) throws PackException {
    return members().numbers(key);
  }

  /** Every member by its name, in order, each of which is a list of numbers. */
  Map<String, List<Double>> numbersByName() throws PackException {
    return members().numbersByName();
  }

  /** A list of anything. */
  List<JsonValue> values(String key) throws PackException {
    return members().array(key);
  }
}
