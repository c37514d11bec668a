// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.configuration;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON file as Hugging Face's libraries write it, or an object in one, that can name what is
 * wrong in it. Members that are null count as missing.
 *
 * @param label the file's name for messages, for example {@code unet/config.json}
 * @param json the object
 */
public record HubJson(String label, JsonObject json) {

  /** Larger than any vocabulary. */
  private static final long MAX_BYTES = 1 << 26;

  /**
   * Reads a file.
   *
   * @throws ImportException when it is missing or not a JSON object
   */
  public static HubJson read(Path folder, String name) throws ImportException {
    Path file = folder.resolve(name);
    String label = folder.getFileName() + "/" + name;
    if (!Files.isRegularFile(file)) {
      throw new ImportException(
          label
              + " is missing from "
              + folder
              + ": give a whole folder as Hugging Face lays it out");
    }
    try (InputStream in = Files.newInputStream(file)) {
      if (Files.size(file) > MAX_BYTES) {
        throw new ImportException(label + " is too large to be one: replace it");
      }
      try (JsonReader reader = Json.createReader(in)) {
        return new HubJson(label, reader.readObject());
      }
    } catch (JsonException e) {
      throw new ImportException(label + " is not a JSON object: copy it again", e);
    } catch (IOException e) {
      throw new ImportException(label + " can't be read: check its rights", e);
    }
  }

  /** Reads a file that may be missing. */
  public static Optional<HubJson> find(Path folder, String name) throws ImportException {
    return Files.exists(folder.resolve(name)) ? Optional.of(read(folder, name)) : Optional.empty();
  }

  public boolean has(String key) {
    return json.containsKey(key) && !json.isNull(key);
  }

  /** An object within this one, empty where it is missing. */
  public HubJson object(String key) {
    JsonObject member =
        json.get(key) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    return new HubJson(label + ", " + key, member);
  }

  Optional<String> text(String key) {
    return json.get(key) instanceof JsonString text
        ? Optional.of(text.getString())
        : Optional.empty();
  }

  public double number(String key) throws ImportException {
    if (json.get(key) instanceof JsonNumber number) {
      return number.doubleValue();
    }
    throw wrong(key, "a number");
  }

  public double number(String key, double missing) throws ImportException {
    return has(key) ? number(key) : missing;
  }

  boolean truth(String key, boolean missing) throws ImportException {
    if (!has(key)) {
      return missing;
    }
    JsonValue value = json.get(key);
    if (!JsonValue.TRUE.equals(value) && !JsonValue.FALSE.equals(value)) {
      throw wrong(key, "true or false");
    }
    return JsonValue.TRUE.equals(value);
  }

  public List<Double> numbers(String key) throws ImportException {
    List<Double> numbers = new ArrayList<>();
    if (!(json.get(key) instanceof JsonArray array) || array.isEmpty()) {
      throw wrong(key, "a list of numbers");
    }
    for (JsonValue value : array) {
      if (!(value instanceof JsonNumber number)) {
        throw wrong(key, "a list of numbers");
      }
      numbers.add(number.doubleValue());
    }
    return numbers;
  }

  List<String> texts(String key) throws ImportException {
    List<String> texts = new ArrayList<>();
    if (!(json.get(key) instanceof JsonArray array) || array.isEmpty()) {
      throw wrong(key, "a list of texts");
    }
    for (JsonValue value : array) {
      if (!(value instanceof JsonString text)) {
        throw wrong(key, "a list of texts");
      }
      texts.add(text.getString());
    }
    return texts;
  }

  /**
   * Refuses a value that the project's architectures don't have.
   *
   * @param allowed values as JSON writes them; a missing member is allowed always
   */
  void allowOnly(String key, Set<String> allowed) throws ImportException {
    JsonValue value = json.get(key);
    if (value == null || value.equals(JsonValue.NULL) || allowed.contains(plain(value))) {
      return;
    }
    String expected = allowed.isEmpty() ? "no value" : String.join(" or ", allowed);
    throw new ImportException(
        label
            + " says "
            + key
            + ": "
            + value
            + ", where Stable Diffusion 1.x and 2.x have "
            + expected
            + "; only models of their architecture can be imported");
  }

  /**
   * Refuses members that nothing here knows, unless they say nothing.
   *
   * @param known names of the members that are understood; those that begin with an underscore are
   *     notes of whoever wrote the file
   */
  void allowOnlyKnown(Set<String> known) throws ImportException {
    for (Map.Entry<String, JsonValue> member : json.entrySet()) {
      boolean saysNothing =
          member.getValue().equals(JsonValue.NULL) || member.getValue().equals(JsonValue.FALSE);
      if (!saysNothing && !member.getKey().startsWith("_") && !known.contains(member.getKey())) {
        throw new ImportException(
            label
                + " says "
                + member.getKey()
                + ": "
                + member.getValue()
                + ", which this version does not know; take a Stable Diffusion 1.x or 2.x");
      }
    }
  }

  /** Numbers without the ways in which they can be written. */
  private static String plain(JsonValue value) {
    if (value instanceof JsonNumber number) {
      return number.bigDecimalValue().stripTrailingZeros().toPlainString();
    }
    return value instanceof JsonString text ? text.getString() : value.toString();
  }

  public ImportException wrong(String key, String expected) {
    return new ImportException(label + ": " + key + " must be " + expected + "; correct the file");
  }
}
