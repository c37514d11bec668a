// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.pack.TokenizerSpec;

/** Turns captions into token ids of a fixed length with a pack's {@code tokenizer.json}. */
public final class CaptionTokenizer implements AutoCloseable {

  private final HuggingFaceTokenizer tokenizer;
  private final TokenizerSpec spec;

  private CaptionTokenizer(HuggingFaceTokenizer tokenizer, TokenizerSpec spec) {
    this.tokenizer = tokenizer;
    this.spec = spec;
  }

  /**
   * Opens a tokenizer; nothing is downloaded.
   *
   * @param file its {@code tokenizer.json}
   * @param spec length and padding
   * @throws PackException when the file is not a tokenizer
   */
  public static CaptionTokenizer open(Path file, TokenizerSpec spec) throws PackException {
    Map<String, String> options =
        Map.of(
            "padding", "MAX_LENGTH",
            "maxLength", Integer.toString(spec.length()),
            "truncation", "true");
    try {
      return new CaptionTokenizer(HuggingFaceTokenizer.newInstance(file, options), spec);
    } catch (IOException | RuntimeException e) {
      throw new PackException(
          spec.file() + " is not a tokenizer (" + e.getMessage() + "): take a complete pack", e);
    }
  }

  /**
   * Token ids of a caption.
   *
   * @return as many ids as the pack's captions have; a long caption is cut, a short one padded
   */
  public long[] encode(String caption) {
    Encoding encoding = tokenizer.encode(CaptionText.normalised(caption));
    long[] ids = encoding.getIds();
    long[] isToken = encoding.getAttentionMask();
    long[] padded = new long[spec.length()];
    for (int i = 0; i < padded.length; i++) {
      padded[i] = i < ids.length && isToken[i] == 1 ? ids[i] : spec.pad();
    }
    return padded;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
