// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.configuration;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code tokenizer.json}, the one file of a tokenizer that transformers 5 writes. It holds the same
 * vocabulary and merges as the two files that CLIP came with.
 */
final class FastTokenizerFile {

  private static final String NAME = "tokenizer.json";

  /** CLIP's sign for the end of a word. */
  private static final String END_OF_WORD = "</w>";

  private FastTokenizerFile() {}

  static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(NAME));
  }

  /**
   * Ids by token, those that were added to the vocabulary among them.
   *
   * @throws ImportException when the tokenizer is of another kind than CLIP's
   */
  static HubJson vocabulary(Path folder) throws ImportException {
    HubJson file = HubJson.read(folder, NAME);
    HubJson model = file.object("model");
    model.allowOnly("type", Set.of("BPE"));
    if (!model.text("end_of_word_suffix").equals(Optional.of(END_OF_WORD))) {
      throw new ImportException(
          file.label() + " is not CLIP's: its words don't end with " + END_OF_WORD);
    }
    HubJson vocabulary = model.object("vocab");
    Map<String, Object> ids = new HashMap<>(vocabulary.json());
    if (file.json().get("added_tokens") instanceof JsonArray added) {
      for (JsonValue token : added) {
        if (token instanceof JsonObject one
            && one.get("content") instanceof JsonString content
            && one.get("id") instanceof JsonNumber id) {
          ids.putIfAbsent(content.getString(), id);
        }
      }
    }
    return new HubJson(vocabulary.label(), Json.createObjectBuilder(ids).build());
  }

  /**
   * Pairs that are joined, the first first: each as a list of two, or as older versions wrote it, a
   * text with a space between them.
   */
  static List<List<String>> merges(Path folder) throws ImportException {
    HubJson model = HubJson.read(folder, NAME).object("model");
    List<List<String>> merges = new ArrayList<>();
    if (model.json().get("merges") instanceof JsonArray pairs) {
      for (JsonValue pair : pairs) {
        if (pair instanceof JsonString text) {
          merges.add(List.of(text.getString().split(" ", -1)));
        } else if (pair instanceof JsonArray parts) {
          merges.add(parts.stream().map(FastTokenizerFile::text).toList());
        }
      }
    }
    if (merges.isEmpty()) {
      throw model.wrong("merges", "a list of pairs");
    }
    return merges;
  }

  /** What its own padding uses, where it pads. */
  static Optional<String> padToken(Path folder) throws ImportException {
    return HubJson.find(folder, NAME).flatMap(file -> file.object("padding").text("pad_token"));
  }

  private static String text(JsonValue value) {
    return value instanceof JsonString text ? text.getString() : value.toString();
  }
}
