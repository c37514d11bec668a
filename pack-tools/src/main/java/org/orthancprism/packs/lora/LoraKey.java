// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.lora;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tensor's name in a LoRA.
 *
 * @param layer the layer, as the file names it
 * @param part what the tensor is
 */
record LoraKey(String layer, Part part) {

  /** Tensors of a layer. */
  enum Part {
    DOWN,
    UP,
    ALPHA
  }

  /**
   * PEFT's {@code lora_A.weight}, with or without an adapter's name; kohya's {@code
   * lora_down.weight}; diffusers' {@code lora.down.weight} and {@code
   * lora_linear_layer.down.weight}; and {@code to_q_lora.down.weight} of its attention processors.
   */
  private static final Pattern NAME =
      Pattern.compile(
          "(?<layer>.+?)(?:"
              + "\\.lora_(?<side>[AB]|down|up)(?:\\.\\w+)?\\.weight"
              + "|(?:\\.lora|_lora|\\.lora_linear_layer)\\.(?<old>down|up)\\.weight"
              + "|\\.(?<alpha>alpha))");

  static Optional<LoraKey> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? Optional.of(new LoraKey(matcher.group("layer"), part(matcher)))
        : Optional.empty();
  }

  private static Part part(Matcher matcher) {
    if (matcher.group("alpha") != null) {
      return Part.ALPHA;
    }
    String side = matcher.group("side") != null ? matcher.group("side") : matcher.group("old");
    return side.equals("A") || side.equals("down") ? Part.DOWN : Part.UP;
  }
}
