// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Recipes by name, read from {@code recipes.json}.
 *
 * @param byName the recipes
 */
public record Recipes(Map<String, Recipe> byName) {

  private static final String RESOURCE = "recipes.json";

  public Recipes {
    byName = Map.copyOf(byName);
  }

  /** Those that the project ships. */
  public static Recipes shipped() {
    try (InputStream in = Recipes.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the program: build it again");
      }
      try (JsonReader reader = Json.createReader(in)) {
        return of(reader.readObject());
      }
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " can't be read: build the program again", e);
    }
  }

  /**
   * Those of a file of somebody's own, in the form of the one that is shipped.
   *
   * @throws HubException when it can't be read, or a recipe is wrong
   */
  public static Recipes in(Path file) throws HubException {
    try (InputStream in = Files.newInputStream(file);
        JsonReader reader = Json.createReader(in)) {
      return of(reader.readObject());
    } catch (IOException e) {
      throw new HubException(file + " can't be read: check its name and rights", e);
    } catch (JsonException
        | ClassCastException
        | NullPointerException
        | IllegalArgumentException e) {
      throw new HubException(
          file + " is no file of recipes (" + e.getMessage() + "): see docs/packs.md", e);
    }
  }

  private static Recipes of(JsonObject json) {
    Map<String, Recipe> recipes = new TreeMap<>();
    json.forEach((name, value) -> recipes.put(name, recipe(name, value.asJsonObject())));
    return new Recipes(recipes);
  }

  private static Recipe recipe(String name, JsonObject json) {
    return new Recipe(
        name,
        source(json.getJsonObject("base")),
        Optional.ofNullable(json.getJsonObject("unet")).map(Recipes::source),
        Optional.ofNullable(json.getString("licence", null)),
        json.getString("about", ""));
  }

  private static ModelSource source(JsonObject json) {
    Map<String, String> sha256 = new TreeMap<>();
    if (json.get("sha256") instanceof JsonObject digests) {
      digests.forEach((path, hex) -> sha256.put(path, ((JsonString) hex).getString()));
    }
    return new ModelSource(
        ModelName.parse(json.getString("model")),
        json.getString("revision", ModelSource.NEWEST),
        Optional.ofNullable(json.getString("file", null)),
        sha256);
  }

  /** Their names, sorted. */
  public List<String> names() {
    return byName.keySet().stream().sorted().toList();
  }

  Recipe named(String name) throws HubException {
    Recipe recipe = byName.get(name);
    if (recipe == null) {
      throw new HubException(
          "there is no recipe '"
              + name
              + "': name one of "
              + String.join(", ", names())
              + ", or a model as hf:OWNER/NAME");
    }
    return recipe;
  }
}
