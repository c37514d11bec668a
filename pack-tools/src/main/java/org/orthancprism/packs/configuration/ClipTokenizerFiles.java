// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.configuration;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CLIP's tokenizer in its original two files, or in the {@code tokenizer.json} that transformers 5
 * writes in their place, made into the {@code tokenizer.json} that transformers' {@code
 * CLIPTokenizerFast} makes of them.
 *
 * @param vocabulary ids by token, in the order of the ids
 * @param merges pairs that are joined, the first first
 * @param pad id of the padding token
 */
public record ClipTokenizerFiles(
    Map<String, Integer> vocabulary, List<List<String>> merges, int pad) {

  private static final String START = "<|startoftext|>";
  private static final String END = "<|endoftext|>";

  /** CLIP's pattern of words, as transformers gives it to its fast tokenizer. */
  private static final String WORDS =
      "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

  /**
   * transformers reads no more: as many as CLIP's vocabulary has besides bytes and special ones.
   */
  private static final int MOST_MERGES = 49152 - 256 - 2;

  /**
   * Reads a folder {@code tokenizer}.
   *
   * @throws ImportException when a file is missing or they don't belong together
   */
  public static ClipTokenizerFiles read(Path folder) throws ImportException {
    if (!hasOriginals(folder) && FastTokenizerFile.isIn(folder)) {
      return ofOneFile(folder);
    }
    Map<String, Integer> vocabulary = vocabulary(HubJson.read(folder, "vocab.json"));
    List<List<String>> merges = merges(folder, vocabulary);
    return new ClipTokenizerFiles(vocabulary, merges, id(vocabulary, padToken(folder)));
  }

  /** Whether a folder holds a tokenizer. */
  public static boolean areIn(Path folder) {
    return Files.exists(folder.resolve("vocab.json")) || FastTokenizerFile.isIn(folder);
  }

  /** The file that a folder's vocabulary is read from, for messages. */
  static String vocabularyFile(Path folder) {
    return folder.getFileName() + (hasOriginals(folder) ? "/vocab.json" : "/tokenizer.json");
  }

  private static boolean hasOriginals(Path folder) {
    return Files.exists(folder.resolve("vocab.json")) && Files.exists(folder.resolve("merges.txt"));
  }

  private static ClipTokenizerFiles ofOneFile(Path folder) throws ImportException {
    Map<String, Integer> vocabulary = vocabulary(FastTokenizerFile.vocabulary(folder));
    List<List<String>> merges = FastTokenizerFile.merges(folder);
    for (List<String> pair : merges) {
      if (!isOf(vocabulary, pair)) {
        throw new ImportException(
            "tokenizer/tokenizer.json: the merge '"
                + String.join(" ", pair)
                + "' is not of its vocabulary: copy the file again");
      }
    }
    return new ClipTokenizerFiles(vocabulary, merges, id(vocabulary, padToken(folder)));
  }

  private static boolean isOf(Map<String, Integer> vocabulary, List<String> pair) {
    return pair.size() == 2
        && vocabulary.containsKey(pair.get(0))
        && vocabulary.containsKey(pair.get(1))
        && vocabulary.containsKey(pair.get(0) + pair.get(1));
  }

  private static Map<String, Integer> vocabulary(HubJson json) throws ImportException {
    String[] byId = new String[json.json().size()];
    for (Map.Entry<String, JsonValue> entry : json.json().entrySet()) {
      int id = entry.getValue() instanceof JsonNumber number ? number.intValue() : -1;
      if (id < 0 || id >= byId.length || byId[id] != null) {
        throw new ImportException(
            json.label() + ": ids must go from 0 on without a gap; copy the file again");
      }
      byId[id] = entry.getKey();
    }
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    for (int id = 0; id < byId.length; id++) {
      vocabulary.put(byId[id], id);
    }
    return vocabulary;
  }

  private static List<List<String>> merges(Path folder, Map<String, Integer> vocabulary)
      throws ImportException {
    Path file = folder.resolve("merges.txt");
    if (!Files.isRegularFile(file)) {
      throw new ImportException(
          "tokenizer/merges.txt is missing from "
              + folder
              + ": give a whole folder as Hugging Face lays it out");
    }
    List<List<String>> merges = new ArrayList<>();
    try {
      for (String line : Files.readString(file).strip().lines().skip(1).toList()) {
        if (merges.size() < MOST_MERGES) {
          merges.add(merge(line, vocabulary));
        }
      }
    } catch (IOException e) {
      throw new ImportException("tokenizer/merges.txt can't be read: check its rights", e);
    }
    return merges;
  }

  private static List<String> merge(String line, Map<String, Integer> vocabulary)
      throws ImportException {
    List<String> pair = List.of(line.split(" ", -1));
    if (!isOf(vocabulary, pair)) {
      throw new ImportException(
          "tokenizer/merges.txt: '"
              + line
              + "' is not of tokenizer/vocab.json: take both from one model");
    }
    return pair;
  }

  private static String padToken(Path folder) throws ImportException {
    for (String name : List.of("special_tokens_map.json", "tokenizer_config.json")) {
      Optional<String> token = HubJson.find(folder, name).flatMap(ClipTokenizerFiles::padToken);
      if (token.isPresent()) {
        return token.get();
      }
    }
    return FastTokenizerFile.padToken(folder).orElse(END);
  }

  /** A token is a text, or an object with its content. */
  private static Optional<String> padToken(HubJson json) {
    return json.json().get("pad_token") instanceof JsonString text
        ? Optional.of(text.getString())
        : json.object("pad_token").text("content");
  }

  private static int id(Map<String, Integer> vocabulary, String token) throws ImportException {
    Integer id = vocabulary.get(token);
    if (id == null) {
      throw new ImportException(
          "the tokenizer's vocabulary lacks " + token + ": take the vocabulary of CLIP");
    }
    return id;
  }

  /** The assembled {@code tokenizer.json}. */
  public JsonObject toJson() throws ImportException {
    int start = id(vocabulary, START);
    int end = id(vocabulary, END);
    return Json.createObjectBuilder()
        .add("version", "1.0")
        .addNull("truncation")
        .addNull("padding")
        .add("added_tokens", addedTokens(start, end))
        .add("normalizer", normaliser())
        .add("pre_tokenizer", preTokenizer())
        .add(
            "post_processor",
            Json.createObjectBuilder()
                .add("type", "RobertaProcessing")
                .add("sep", Json.createArrayBuilder().add(END).add(end))
                .add("cls", Json.createArrayBuilder().add(START).add(start))
                .add("trim_offsets", false)
                .add("add_prefix_space", false))
        .add("decoder", byteLevel(true))
        .add("model", model())
        .build();
  }

  /** A padding token of its own, such as OpenCLIP's exclamation mark, is not part of any word. */
  private JsonArrayBuilder addedTokens(int start, int end) {
    JsonArrayBuilder tokens = Json.createArrayBuilder();
    if (pad != start && pad != end) {
      String token = List.copyOf(vocabulary.keySet()).get(pad);
      tokens.add(added(pad, token).add("normalized", false));
    }
    return tokens.add(added(start, START)).add(added(end, END));
  }

  private static JsonObjectBuilder added(int id, String token) {
    return Json.createObjectBuilder()
        .add("id", id)
        .add("content", token)
        .add("single_word", false)
        .add("lstrip", false)
        .add("rstrip", false)
        .add("normalized", true)
        .add("special", true);
  }

  private static JsonObjectBuilder normaliser() {
    JsonArrayBuilder steps =
        Json.createArrayBuilder()
            .add(Json.createObjectBuilder().add("type", "NFC"))
            .add(
                Json.createObjectBuilder()
                    .add("type", "Replace")
                    .add("pattern", Json.createObjectBuilder().add("Regex", "\\s+"))
                    .add("content", " "))
            .add(Json.createObjectBuilder().add("type", "Lowercase"));
    return Json.createObjectBuilder().add("type", "Sequence").add("normalizers", steps);
  }

  private static JsonObjectBuilder preTokenizer() {
    JsonArrayBuilder steps =
        Json.createArrayBuilder()
            .add(
                Json.createObjectBuilder()
                    .add("type", "Split")
                    .add("pattern", Json.createObjectBuilder().add("Regex", WORDS))
                    .add("behavior", "Removed")
                    .add("invert", true))
            .add(byteLevel(false));
    return Json.createObjectBuilder().add("type", "Sequence").add("pretokenizers", steps);
  }

  private static JsonObjectBuilder byteLevel(boolean prefixSpace) {
    return Json.createObjectBuilder()
        .add("type", "ByteLevel")
        .add("add_prefix_space", prefixSpace)
        .add("trim_offsets", true)
        .add("use_regex", true);
  }

  private JsonObjectBuilder model() {
    JsonArrayBuilder pairs = Json.createArrayBuilder();
    merges.forEach(pair -> pairs.add(Json.createArrayBuilder(pair)));
    return Json.createObjectBuilder()
        .add("type", "BPE")
        .addNull("dropout")
        .add("unk_token", END)
        .add("continuing_subword_prefix", "")
        .add("end_of_word_suffix", "</w>")
        .add("fuse_unk", false)
        .add("byte_fallback", false)
        .add("ignore_merges", false)
        .add("vocab", Json.createObjectBuilder(new LinkedHashMap<String, Object>(vocabulary)))
        .add("merges", pairs);
  }
}
