// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.nio.charset.Charset;
import java.util.Optional;

/**
 * A graphic character set that can be designated to G0 or G1, with its escape sequence and its ISO
 * registration number.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#table_C.12-3">PS3.3
 *     tables C.12-2 to C.12-4</a>
 */
enum CodeElement {
  ASCII(0, 6, "(B", "US-ASCII", 1),
  JIS_X_0201_ROMAJI(0, 14, "(J", "US-ASCII", 1),
  JIS_X_0201_KATAKANA(1, 13, ")I", "JIS_X0201", 1),
  LATIN_1(1, 100, "-A", "ISO-8859-1", 1),
  LATIN_2(1, 101, "-B", "ISO-8859-2", 1),
  LATIN_3(1, 109, "-C", "ISO-8859-3", 1),
  LATIN_4(1, 110, "-D", "ISO-8859-4", 1),
  CYRILLIC(1, 144, "-L", "ISO-8859-5", 1),
  ARABIC(1, 127, "-G", "ISO-8859-6", 1),
  GREEK(1, 126, "-F", "ISO-8859-7", 1),
  HEBREW(1, 138, "-H", "ISO-8859-8", 1),
  LATIN_5(1, 148, "-M", "ISO-8859-9", 1),
  LATIN_9(1, 203, "-b", "ISO-8859-15", 1),
  THAI(1, 166, "-T", "TIS-620", 1),
  JIS_X_0208(0, 87, "$B", "EUC-JP", 2),
  JIS_X_0212(0, 159, "$(D", "EUC-JP", 2),
  KS_X_1001(1, 149, "$)C", "EUC-KR", 2),
  GB_2312(1, 58, "$)A", "GB2312", 2);

  /** What introduces a character of JIS X 0212 in EUC-JP. */
  private static final byte SINGLE_SHIFT_3 = (byte) 0x8F;

  private final int set;
  private final int registration;
  private final String escape;
  private final String charset;
  private final int bytesPerCharacter;

  CodeElement(int set, int registration, String escape, String charset, int bytesPerCharacter) {
    this.set = set;
    this.registration = registration;
    this.escape = escape;
    this.charset = charset;
    this.bytesPerCharacter = bytesPerCharacter;
  }

  /** The set of this registration that goes to G1. */
  static Optional<CodeElement> g1OfRegistration(int number) {
    for (CodeElement element : values()) {
      if (element.registration == number && element.set == 1) {
        return Optional.of(element);
      }
    }
    return Optional.empty();
  }

  /** The set whose escape sequence follows the escape character at this place. */
  static Optional<CodeElement> designatedAt(byte[] bytes, int position) {
    for (CodeElement element : values()) {
      if (ByteInput.hasText(bytes, position + 1, element.escape)) {
        return Optional.of(element);
      }
    }
    return Optional.empty();
  }

  boolean isG0() {
    return set == 0;
  }

  boolean isSingleByte() {
    return bytesPerCharacter == 1;
  }

  int bytesPerCharacter() {
    return bytesPerCharacter;
  }

  /** Length of the escape sequence, the escape character included. */
  int escapeLength() {
    return 1 + escape.length();
  }

  /** The character in these bytes, if there is one. */
  Optional<String> decode(byte[] bytes, int position) {
    if (this == JIS_X_0201_ROMAJI && bytes[position] == '~') {
      return Optional.of("\u203E");
    }
    if (!Charset.isSupported(charset)) {
      return Optional.empty();
    }
    if (bytesPerCharacter == 1) {
      return SpecificCharacterSet.strictly(new byte[] {bytes[position]}, Charset.forName(charset));
    }
    byte first = (byte) (bytes[position] | 0x80);
    byte second = (byte) (bytes[position + 1] | 0x80);
    byte[] extended =
        this == JIS_X_0212
            ? new byte[] {SINGLE_SHIFT_3, first, second}
            : new byte[] {first, second};
    return SpecificCharacterSet.strictly(extended, Charset.forName(charset));
  }
}
