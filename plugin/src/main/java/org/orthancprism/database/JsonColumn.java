// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.database;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.util.Map;

/** Reads JSON that this program wrote into a column of text. */
public final class JsonColumn {

  /** One for all: to ask Jakarta JSON for a reader looks for its implementation each time. */
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private JsonColumn() {}

  /**
   * The array that a text holds.
   *
   * @throws jakarta.json.JsonException when it holds something else
   */
  public static JsonArray array(String text) {
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      return reader.readArray();
    }
  }

  /**
   * The object that a text holds.
   *
   * @throws jakarta.json.JsonException when it holds something else
   */
  public static JsonObject object(String text) {
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
