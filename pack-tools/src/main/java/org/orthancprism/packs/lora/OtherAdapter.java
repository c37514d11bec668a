// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.lora;

import java.util.Optional;
import java.util.regex.Pattern;

/** Adapters that come in files like a LoRA's and are not a sum with a product of two matrices. */
enum OtherAdapter {
  DORA("DoRA", "dora_scale|lora_magnitude_vector"),
  LOHA("LoHa", "hada_\\w+"),
  LOKR("LoKr", "lokr_\\w+"),
  OFT("OFT", "oft_\\w+"),
  IA3("IA3", "ia3_\\w+|on_input"),
  TUCKER("LoCon with a Tucker decomposition", "lora_mid"),
  BIAS("LoRA with biases", "lora_B(?:\\.\\w+)?\\.bias|lora_(?:up|B)\\.bias"),
  EMBEDDING("LoRA of embeddings", "lora_embedding_[AB]"),
  DIFFERENCE("difference of a whole weight", "diff|diff_b|set_weight");

  private final String label;
  private final Pattern pattern;

  OtherAdapter(String label, String keys) {
    this.label = label;
    this.pattern = Pattern.compile(".+\\.(?:" + keys + ")(?:\\..*)?");
  }

  String label() {
    return label;
  }

  /** The adapter that has a tensor of such a name. */
  static Optional<OtherAdapter> of(String name) {
    for (OtherAdapter adapter : values()) {
      if (adapter.pattern.matcher(name).matches()) {
        return Optional.of(adapter);
      }
    }
    return Optional.empty();
  }
}
