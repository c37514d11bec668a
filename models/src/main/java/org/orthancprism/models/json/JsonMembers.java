// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * Members of a JSON object by their types. A member that is missing or of another type is wrong.
 *
 * @param <E> what is thrown of a member that is wrong
 * @param json the object
 * @param wrong makes it of the member's name and of what is expected, for example {@code a text}
 */
public record JsonMembers<E extends Exception>(
    JsonObject json, BiFunction<String, String, E> wrong) {

  public JsonMembers {
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(wrong, "wrong");
  }

  public String text(String key) throws E {
    if (json.get(key) instanceof JsonString text) {
      return text.getString();
    }
    throw wrong.apply(key, "a text");
  }

  public double number(String key) throws E {
    if (json.get(key) instanceof JsonNumber number) {
      return number.doubleValue();
    }
    throw wrong.apply(key, "a number");
  }

  public List<String> texts(String key) throws E {
    List<String> texts = new ArrayList<>();
    for (JsonValue value : array(key)) {
      if (!(value instanceof JsonString text)) {
        throw wrong.apply(key, "a list of texts");
      }
      texts.add(text.getString());
    }
    return texts;
  }

  public List<Double> numbers(String key) throws E {
    List<Double> numbers = new ArrayList<>();
    for (JsonValue value : array(key)) {
      if (!(value instanceof JsonNumber number)) {
        throw wrong.apply(key, "a list of numbers");
      }
      numbers.add(number.doubleValue());
    }
    return numbers;
  }

  /** Every member by its name, in order, each of which is a list of numbers. */
  public Map<String, List<Double>> numbersByName() throws E {
    Map<String, List<Double>> numbers = new LinkedHashMap<>();
    for (String name : json.keySet()) {
      numbers.put(name, numbers(name));
    }
    return numbers;
  }

  /** A list of anything. */
  public JsonArray array(String key) throws E {
    if (json.get(key) instanceof JsonArray array) {
      return array;
    }
    throw wrong.apply(key, "a list");
  }
}
