// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.orthancprism.models.json.JsonMembers;

/**
 * The JSON that describes a model. What is wrong in it is named with its file.
 *
 * @param file where it was read
 * @param json the object
 */
record ModelSettings(Path file, JsonObject json) {

  /**
   * Reads a file.
   *
   * @throws ModelException when it can't be read or holds no JSON object
   */
  static ModelSettings read(Path file) throws ModelException {
    try (JsonReader reader = Json.createReader(Files.newInputStream(file))) {
      return new ModelSettings(file, reader.readObject());
    } catch (IOException e) {
      throw new ModelException(
          file + ", which describes the model, can't be read (" + e.getMessage() + "): write it",
          e);
    } catch (JsonException | ClassCastException e) {
      throw new ModelException(file + " is no JSON object (" + e.getMessage() + ")", e);
    }
  }

  /** Refuses what is not known, which may be a slip of the pen. */
  void refuseOthersThan(Set<String> known) throws ModelException {
    Set<String> others = new TreeSet<>(json.keySet());
    others.removeAll(known);
    if (!others.isEmpty()) {
      throw new ModelException(
          file + " has " + String.join(", ", others) + "; it may have " + new TreeSet<>(known));
    }
  }

  ModelException wrong(String key, String expected) {
    return new ModelException(file + ": " + key + " must be " + expected);
  }

  boolean has(String key) {
    return json.containsKey(key);
  }

  private JsonMembers<ModelException> members() {
    return new JsonMembers<>(json, this::wrong);
  }

  String text(String key) throws ModelException {
    return members().text(key);
  }

  /** A path beside the settings, where it is not absolute. */
  Optional<Path> optionalFile(String key) throws ModelException {
    return has(key) ? Optional.of(file.resolveSibling(text(key))) : Optional.empty();
  }

  /** A constant by its name in lower case. */
  <T extends Enum<T>> T oneOf(String key, Class<T> type) throws ModelException {
    Map<String, T> choices = new TreeMap<>();
    for (T choice : type.getEnumConstants()) {
      choices.put(choice.name().toLowerCase(Locale.ROOT), choice);
    }
    T chosen = choices.get(text(key));
    if (chosen == null) {
      throw wrong(key, "one of " + choices.keySet());
    }
    return chosen;
  }

  int integer(String key, int otherwise, int least, int most) throws ModelException {
    if (!has(key)) {
      return otherwise;
    }
    if (json.get(key) instanceof JsonNumber number
        && number.isIntegral()
        && number.doubleValue() >= least
        && number.doubleValue() <= most) {
      return number.intValue();
    }
    throw wrong(key, "a whole number from " + least + " to " + most);
  }

  List<String> texts(String key) throws ModelException {
    return members().texts(key);
  }

  List<Double> numbers(String key) throws ModelException {
    return members().numbers(key);
  }

  /** What is black and what is white to the model. */
  List<Double> range() throws ModelException {
    List<Double> range = numbers("range");
    if (range.size() != 2 || !(range.get(0) < range.get(1))) {
      throw wrong("range", "two numbers that rise, for black and for white");
    }
    return range;
  }

  Map<String, String> textsByName(String key) throws ModelException {
    Map<String, String> texts = new LinkedHashMap<>();
    if (json.get(key) instanceof JsonObject object && !object.isEmpty()) {
      for (Map.Entry<String, JsonValue> member : object.entrySet()) {
        if (!(member.getValue() instanceof JsonString text)) {
          throw wrong(key + "." + member.getKey(), "a text");
        }
        texts.put(member.getKey(), text.getString());
      }
      return texts;
    }
    throw wrong(key, "an object of texts");
  }

  /** Lists of numbers by name. */
  Map<String, List<Double>> numbersByName(String key) throws ModelException {
    if (!(json.get(key) instanceof JsonObject object)) {
      throw wrong(key, "an object of lists of numbers");
    }
    return new ModelSettings(file, object).members().numbersByName();
  }
}
