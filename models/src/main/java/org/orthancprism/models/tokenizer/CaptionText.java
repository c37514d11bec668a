// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.tokenizer;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings typed or pasted captions to the plain text that tokenizers were made on.
 *
 * <p>CLIP's reference tokenizer cleans its input with ftfy before it splits it; this does the same
 * for all that a caption may hold but for text that was decoded in a wrong encoding, which is kept
 * as it is: HTML entities (unless the caption has a {@code <}, which may be markup), ligatures and
 * typographic quotes of the Latin script, half and full width, terminal escapes, control
 * characters, composition (NFC) and runs of white space. Other typographic marks stay, as in CLIP.
 */
final class CaptionText {

  private static final Pattern SINGLE_QUOTES = Pattern.compile("[\u02bc\u2018-\u201b]");
  private static final Pattern DOUBLE_QUOTES = Pattern.compile("[\u201c-\u201f]");
  private static final Pattern LINE_BREAKS = Pattern.compile("\r\n?|[\u2028\u2029\u0085]");
  private static final Pattern TERMINAL_ESCAPES = Pattern.compile("\u001b\\[[\\d;]*[a-zA-Z]");

  /**
   * Control characters but for white space, deprecated formatting, byte order mark, and marks of
   * annotations and objects: what Unicode TR 20 finds unsuitable for text with markup.
   */
  private static final Pattern CONTROLS =
      Pattern.compile("[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f\u206a-\u206f\ufeff\ufff9-\ufffc]");

  /** Ligatures and digraphs of the Latin script. */
  private static final Pattern LIGATURES =
      Pattern.compile("[\u0132\u0133\u0149\u01c4-\u01cc\u01f1-\u01f3\ufb00-\ufb06]");

  /** Half and full width forms, and the ideographic space. */
  private static final Pattern WIDTHS = Pattern.compile("[\u3000\uff01-\uffef]");

  private static final Pattern WHITE_SPACE =
      Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  /** Nobody escapes a caption more often; keeps one that was made to take long from doing so. */
  private static final int MOST_ROUNDS = 16;

  private CaptionText() {}

  /** The caption as plain text in one line. */
  static String normalised(String caption) {
    boolean markup = caption.indexOf('<') >= 0;
    String text = "";
    String next = caption;
    for (int round = 0; round < MOST_ROUNDS && !next.equals(text); round++) {
      text = next;
      next = cleaned(markup ? text : HtmlEntities.decoded(text));
    }
    return WHITE_SPACE.matcher(next).replaceAll(" ").strip();
  }

  private static String cleaned(String text) {
    // The long s of U+FB05 stays one: its compatible form would be a short one.
    String plain = replaced(LIGATURES, text.replace("\ufb05", "\u017ft"));
    plain = replaced(WIDTHS, plain);
    plain = DOUBLE_QUOTES.matcher(plain).replaceAll("\"");
    plain = SINGLE_QUOTES.matcher(plain).replaceAll("'");
    plain = LINE_BREAKS.matcher(plain).replaceAll("\n");
    plain = TERMINAL_ESCAPES.matcher(plain).replaceAll("");
    plain = CONTROLS.matcher(plain).replaceAll("");
    return Normalizer.normalize(plain, Form.NFC);
  }

  /** The text with the characters that a pattern finds in their compatible forms. */
  private static String replaced(Pattern characters, String text) {
    return characters
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(Normalizer.normalize(found.group(), Form.NFKC)));
  }
}
