// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.configuration;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One object of a configuration, which knows its path and names it in errors. */
public final class Section {

  private final String path;
  private final JsonObject object;

  private Section(String path, JsonObject object) {
    this.path = path;
    this.object = object;
  }

  /** The outermost object, whose JSON path is {@code $}. */
  public static Section root(JsonObject object) {
    return new Section("$", object);
  }

  /**
   * The outermost object of a file.
   *
   * @throws ConfigurationException when it holds no JSON object
   */
  public static Section read(Path file) throws IOException, ConfigurationException {
    try (JsonReader reader = Json.createReader(Files.newBufferedReader(file))) {
      return root(reader.readObject());
    } catch (JsonException e) {
      throw new ConfigurationException(
          "$", file + " is no JSON object (leave comments out): " + e.getMessage());
    }
  }

  /** The object under a key; an empty one where the key is missing. */
  public Section section(String key) throws ConfigurationException {
    JsonValue value = object.getOrDefault(key, JsonValue.EMPTY_JSON_OBJECT);
    if (value instanceof JsonObject child) {
      return new Section(path + "." + key, child);
    }
    throw wrong(key, "an object", value);
  }

  public Optional<String> text(String key) throws ConfigurationException {
    JsonValue value = object.getOrDefault(key, JsonValue.NULL);
    if (value == JsonValue.NULL) {
      return Optional.empty();
    }
    if (value instanceof JsonString text && !text.getString().isBlank()) {
      return Optional.of(text.getString());
    }
    throw wrong(key, "a text that is not empty", value);
  }

  public String requiredText(String key) throws ConfigurationException {
    return text(key).orElseThrow(() -> fault(key, "is missing"));
  }

  public boolean flag(String key, boolean otherwise) throws ConfigurationException {
    JsonValue value = object.getOrDefault(key, otherwise ? JsonValue.TRUE : JsonValue.FALSE);
    if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
      return value == JsonValue.TRUE;
    }
    throw wrong(key, "true or false", value);
  }

  /** A whole number within limits, both included. */
  public int number(String key, int otherwise, int least, int most) throws ConfigurationException {
    JsonValue value = object.getOrDefault(key, JsonValue.NULL);
    if (value == JsonValue.NULL) {
      return otherwise;
    }
    if (value instanceof JsonNumber number
        && number.isIntegral()
        && number.doubleValue() >= least
        && number.doubleValue() <= most) {
      return number.intValue();
    }
    throw wrong(key, "a whole number from " + least + " to " + most, value);
  }

  /** A number. */
  public double decimal(String key, double otherwise) throws ConfigurationException {
    JsonValue value = object.getOrDefault(key, JsonValue.NULL);
    if (value == JsonValue.NULL) {
      return otherwise;
    }
    if (value instanceof JsonNumber number) {
      return number.doubleValue();
    }
    throw wrong(key, "a number", value);
  }

  /** An absolute path. */
  public Optional<Path> path(String key) throws ConfigurationException {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path path = Path.of(text.get());
      if (path.isAbsolute()) {
        return Optional.of(path.normalize());
      }
    } catch (InvalidPathException e) {
      throw fault(key, "is no path: " + e.getReason());
    }
    throw fault(key, "must be an absolute path");
  }

  /** A list of objects; an empty list where the key is missing. */
  public List<Section> sections(String key) throws ConfigurationException {
    JsonValue value = object.getOrDefault(key, JsonValue.EMPTY_JSON_ARRAY);
    if (!(value instanceof JsonArray array)) {
      throw wrong(key, "a list of objects", value);
    }
    List<Section> sections = new ArrayList<>();
    for (JsonValue element : array) {
      String name = key + "[" + sections.size() + "]";
      if (!(element instanceof JsonObject child)) {
        throw wrong(name, "an object", element);
      }
      sections.add(new Section(path + "." + name, child));
    }
    return List.copyOf(sections);
  }

  /** The keys of this object, in their order. */
  public List<String> keys() {
    return List.copyOf(object.keySet());
  }

  /** Whether a key is there and not null. */
  public boolean has(String key) {
    return object.getOrDefault(key, JsonValue.NULL) != JsonValue.NULL;
  }

  /** A list of texts; an empty list where the key is missing. */
  public List<String> texts(String key) throws ConfigurationException {
    JsonValue value = object.getOrDefault(key, JsonValue.EMPTY_JSON_ARRAY);
    if (!(value instanceof JsonArray array)) {
      throw wrong(key, "a list of texts", value);
    }
    List<String> texts = new ArrayList<>();
    for (JsonValue element : array) {
      if (!(element instanceof JsonString text) || text.getString().isBlank()) {
        throw wrong(key + "[" + texts.size() + "]", "a text that is not empty", element);
      }
      texts.add(text.getString());
    }
    return List.copyOf(texts);
  }

  /** An object whose values are all texts; an empty map where the key is missing. */
  public Map<String, String> textMap(String key) throws ConfigurationException {
    Section child = section(key);
    Map<String, String> map = new LinkedHashMap<>();
    for (String name : child.object.keySet()) {
      map.put(name, child.requiredText(name));
    }
    return Map.copyOf(map);
  }

  /**
   * Refuses keys that are not among those known, since a misspelt key would silently do nothing.
   */
  public void allow(Set<String> known) throws ConfigurationException {
    for (String key : object.keySet()) {
      if (!known.contains(key)) {
        throw fault(key, "is not known here; known are " + new TreeSet<>(known));
      }
    }
  }

  /** The value under a key, unconverted; JSON's null where it is missing. */
  public JsonValue value(String key) {
    return object.getOrDefault(key, JsonValue.NULL);
  }

  /** A fault at a key of this object. */
  public ConfigurationException fault(String key, String message) {
    return new ConfigurationException(path + "." + key, message);
  }

  /** Never quotes the value, which may be a secret. */
  private ConfigurationException wrong(String key, String wanted, JsonValue value) {
    return fault(key, "must be " + wanted + ", not of type " + value.getValueType());
  }
}
