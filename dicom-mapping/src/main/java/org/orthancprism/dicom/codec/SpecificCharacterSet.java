// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orthancprism.dicom.dataset.Vr;

/**
 * Specific Character Set (0008,0005): how the bytes of localised text become characters.
 *
 * <p>Bytes that are not of the declared set are read as UTF-8 if they are valid UTF-8, and as Latin
 * alphabet No. 1 otherwise, so that no value is lost to a wrong declaration.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.12.1.1.2">PS3.3
 *     C.12.1.1.2</a>
 */
final class SpecificCharacterSet {
  private static final Pattern REGISTRATION = Pattern.compile("ISO.*?IR[^0-9]*([0-9]{1,4})");

  /** A defined term is a Code String; longer ones are damage. */
  private static final int LONGEST_TERM = 32;

  /** The default repertoire: ISO-IR 6. */
  static final SpecificCharacterSet DEFAULT =
      new SpecificCharacterSet(
          Optional.empty(),
          new CodeExtension(CodeElement.ASCII, Optional.empty(), Optional.empty()));

  private final Optional<Charset> whole;
  private final CodeExtension extension;

  private SpecificCharacterSet(Optional<Charset> whole, CodeExtension extension) {
    this.whole = whole;
    this.extension = extension;
  }

  /** The character set of the attribute's values. Its first value is what a text begins in. */
  static SpecificCharacterSet of(List<String> terms) {
    String first = terms.isEmpty() ? "" : terms.get(0).strip().toUpperCase(Locale.ROOT);
    return switch (first) {
      case "ISO_IR 192", "UTF-8", "UTF8" -> whole(StandardCharsets.UTF_8);
      case "GB18030" -> chinese("GB18030");
      case "GBK" -> chinese("GBK");
      default -> extension(first, terms);
    };
  }

  private static SpecificCharacterSet whole(Charset charset) {
    return new SpecificCharacterSet(Optional.of(charset), DEFAULT.extension);
  }

  /** A Java platform that was cut down may lack the charset; then the bytes are guessed. */
  private static SpecificCharacterSet chinese(String charset) {
    return Charset.isSupported(charset) ? whole(Charset.forName(charset)) : DEFAULT;
  }

  private static SpecificCharacterSet extension(String first, List<String> terms) {
    int number = registration(first);
    if (number == 192) {
      return whole(StandardCharsets.UTF_8);
    }
    CodeElement g0 = number == 13 ? CodeElement.JIS_X_0201_ROMAJI : CodeElement.ASCII;
    Optional<CodeElement> undesignated =
        terms.stream()
            .skip(1)
            .map(term -> CodeElement.g1OfRegistration(registration(term)))
            .flatMap(Optional::stream)
            .findFirst();
    return new SpecificCharacterSet(
        Optional.empty(),
        new CodeExtension(
            g0,
            CodeElement.g1OfRegistration(number).filter(CodeElement::isSingleByte),
            undesignated));
  }

  /** The number in a term such as {@code ISO_IR 100} or {@code ISO 2022 IR 100}; 6 if unknown. */
  private static int registration(String term) {
    if (term.length() > LONGEST_TERM) {
      return 6;
    }
    Matcher matcher = REGISTRATION.matcher(term.strip().toUpperCase(Locale.ROOT));
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 6;
  }

  /** The text in these bytes. */
  String decode(byte[] bytes, Vr vr) {
    if (isPlainAscii(bytes)) {
      return new String(bytes, StandardCharsets.US_ASCII);
    }
    Optional<String> declared =
        whole.isPresent() ? strictly(bytes, whole.get()) : extension.decode(bytes, vr);
    return declared
        .or(() -> strictly(bytes, StandardCharsets.UTF_8))
        .orElseGet(() -> new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /** The text, if all bytes are of the character set. */
  static Optional<String> strictly(byte[] bytes, Charset charset) {
    try {
      return Optional.of(
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException notOfThisSet) {
      return Optional.empty();
    }
  }

  private static boolean isPlainAscii(byte[] bytes) {
    for (byte each : bytes) {
      if (each < 0 || each == CodeExtension.ESCAPE) {
        return false;
      }
    }
    return true;
  }
}
