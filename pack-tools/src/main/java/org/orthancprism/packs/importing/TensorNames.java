// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.orthancprism.models.safetensors.TensorEntry;

/** How tensors are called in a file, and in the pack: as diffusers and transformers 4 call them. */
final class TensorNames {

  /** What PyTorch puts before all names of a network that was trained in parallel or compiled. */
  private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.");

  private static final String TOWER = "text_model.";
  private static final String TOKENS = "embeddings.token_embedding.weight";

  /** What belongs to the tower, without the tower's name. */
  private static final Pattern IN_TOWER =
      Pattern.compile("(embeddings|encoder|final_layer_norm)\\..+");

  private TensorNames() {}

  /** Without a wrapper's name, where all have it. */
  static UnaryOperator<String> unwrapped(WeightFiles files) {
    List<String> names = files.tensors().stream().map(TensorEntry::name).toList();
    return WRAPPERS.stream()
        .filter(wrapper -> names.stream().allMatch(name -> name.startsWith(wrapper)))
        .findFirst()
        .<UnaryOperator<String>>map(wrapper -> name -> name.substring(wrapper.length()))
        .orElse(name -> name);
  }

  /**
   * Of a text encoder, whose tower transformers 5 writes without its name, and others within a
   * larger model.
   */
  static UnaryOperator<String> ofTextTower(WeightFiles files) {
    UnaryOperator<String> unwrapped = unwrapped(files);
    Optional<String> tokens =
        files.tensors().stream()
            .map(tensor -> unwrapped.apply(tensor.name()))
            .filter(name -> name.endsWith(TOKENS))
            .findFirst();
    String prefix =
        tokens.map(name -> name.substring(0, name.length() - TOKENS.length())).orElse(TOWER);
    String outer =
        prefix.endsWith(TOWER) ? prefix.substring(0, prefix.length() - TOWER.length()) : prefix;
    return name -> {
      String own = unwrapped.apply(name);
      String within = own.startsWith(outer) ? own.substring(outer.length()) : own;
      return IN_TOWER.matcher(within).matches() ? TOWER + within : within;
    };
  }
}
