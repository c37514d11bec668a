// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.util.Objects;

/**
 * The pack's tokenizer.
 *
 * @param file its {@code tokenizer.json} within the pack
 * @param length number of token ids that every caption is padded or truncated to
 * @param pad id of the padding token
 */
public record TokenizerSpec(String file, int length, long pad) {

  public TokenizerSpec {
    Objects.requireNonNull(file, "file");
    if (length < 1 || length > 4096) {
      throw new IllegalArgumentException("captions are 1 to 4096 tokens long, not " + length);
    }
    if (pad < 0) {
      throw new IllegalArgumentException("a token id is not negative: " + pad);
    }
  }
}
