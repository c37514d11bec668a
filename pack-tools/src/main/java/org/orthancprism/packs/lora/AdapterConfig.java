// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.lora;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * PEFT's configuration of a LoRA, without which a file of PEFT's does not say its alphas: in the
 * file's metadata, where diffusers puts it, each member behind its network's name, or in {@code
 * adapter_config.json} beside the file, where PEFT itself puts it.
 *
 * @param file the LoRA, for messages
 * @param json the configuration; empty where a LoRA has none
 */
record AdapterConfig(String file, JsonObject json) {

  /** diffusers' name of it in a file's metadata. */
  private static final String METADATA = "lora_adapter_metadata";

  private static final String PEFT_FILE = "adapter_config.json";

  /** The configuration in a file's metadata. */
  static AdapterConfig of(String file, Map<String, String> metadata) throws LoraException {
    String text = metadata.get(METADATA);
    return new AdapterConfig(
        file,
        text == null
            ? JsonValue.EMPTY_JSON_OBJECT
            : parsed(file, METADATA, new StringReader(text)));
  }

  /** The configuration beside a file that PEFT wrote. */
  static AdapterConfig beside(Path file) throws LoraException {
    String name = String.valueOf(file.getFileName());
    Path config = file.resolveSibling(PEFT_FILE);
    if (!Files.isRegularFile(config)) {
      throw new LoraException(
          name + " is PEFT's own, whose alpha is in " + PEFT_FILE + ": put that file beside it");
    }
    try (Reader in = Files.newBufferedReader(config)) {
      return new AdapterConfig(name, parsed(name, PEFT_FILE, in));
    } catch (IOException e) {
      throw new LoraException(config + " can't be read: check its rights", e);
    }
  }

  private static JsonObject parsed(String file, String place, Reader text) throws LoraException {
    try (JsonReader reader = Json.createReader(text)) {
      return reader.readObject();
    } catch (JsonException e) {
      throw new LoraException(file + ": its " + place + " is not a JSON object; copy it again", e);
    }
  }

  /**
   * What a layer's product is multiplied by, where the layer has no alpha of its own: alpha over
   * rank, over its root for a rank-stabilised LoRA (arXiv 2312.03732), 1 where nothing is said.
   */
  double factor(LoraTarget target, int rank) throws LoraException {
    if (isTrue(target, "use_dora")) {
      throw new LoraException(file + " is a DoRA, which is not supported: take a LoRA");
    }
    double divisor = isTrue(target, "use_rslora") ? Math.sqrt(rank) : rank;
    return alpha(target, rank) / divisor;
  }

  private double alpha(LoraTarget target, int rank) throws LoraException {
    if (member(target, "alpha_pattern").orElse(JsonValue.NULL) instanceof JsonObject pattern) {
      for (Map.Entry<String, JsonValue> entry : pattern.entrySet()) {
        if (names(entry.getKey(), target.layer())) {
          return number(entry.getValue());
        }
      }
    }
    Optional<JsonValue> alpha = member(target, "lora_alpha");
    return alpha.isPresent() ? number(alpha.get()) : rank;
  }

  /** Whether a key of a pattern is a layer's name or its end, as PEFT matches them. */
  private boolean names(String key, String layer) throws LoraException {
    try {
      return Pattern.compile("(?:.*\\.)?(?:" + key + ")").matcher(layer).matches();
    } catch (PatternSyntaxException e) {
      throw new LoraException(file + ": alpha_pattern holds '" + key + "'; correct it", e);
    }
  }

  private double number(JsonValue value) throws LoraException {
    if (value instanceof JsonNumber number) {
      return number.doubleValue();
    }
    throw new LoraException(file + ": lora_alpha must be a number, not " + value + "; correct it");
  }

  private boolean isTrue(LoraTarget target, String key) {
    return member(target, key).equals(Optional.of(JsonValue.TRUE));
  }

  private Optional<JsonValue> member(LoraTarget target, String key) {
    return Optional.ofNullable(json.get(target.role().label() + "." + key))
        .or(() -> Optional.ofNullable(json.get(key)));
  }
}
