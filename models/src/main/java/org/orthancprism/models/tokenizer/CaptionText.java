// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.tokenizer;

import java.text.Normalizer;

/**
 * Brings typed or pasted captions to the plain text that tokenizers were made on: CLIP's reference
 * tokenizer cleans its input in the same way before it splits it.
 */
final class CaptionText {

  private CaptionText() {}

  static String normalised(String caption) {
    String plain =
        Normalizer.normalize(unescaped(caption), Normalizer.Form.NFKC)
            .replace('\u2018', '\'')
            .replace('\u2019', '\'')
            .replace('\u201c', '"')
            .replace('\u201d', '"');
    return plain.replaceAll("\\s+", " ").strip();
  }

  /** The ampersand comes last, so that nothing is unescaped twice. */
  private static String unescaped(String caption) {
    return caption
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
  }
}
