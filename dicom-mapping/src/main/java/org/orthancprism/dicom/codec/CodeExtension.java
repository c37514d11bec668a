// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.util.Optional;
import org.orthancprism.dicom.dataset.Vr;

/**
 * Text with code extension techniques after ISO/IEC 2022: bytes below 0x80 are of the set
 * designated to G0, those above of G1, and escape sequences designate others.
 *
 * @param initialG0 what G0 holds at the beginning and after each delimiter
 * @param initialG1 what G1 holds at the beginning and after each delimiter
 * @param undesignatedG1 what bytes above 0x80 are taken for where nothing was designated, as some
 *     writers leave the escape sequence out
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part05.html#sect_6.1.2.5">PS3.5
 *     6.1.2.5</a>
 */
record CodeExtension(
    CodeElement initialG0, Optional<CodeElement> initialG1, Optional<CodeElement> undesignatedG1) {
  static final byte ESCAPE = 0x1B;

  /** The text, if all bytes are of the sets that are designated. */
  Optional<String> decode(byte[] bytes, Vr vr) {
    StringBuilder text = new StringBuilder(bytes.length);
    CodeElement g0 = initialG0;
    Optional<CodeElement> g1 = initialG1.or(() -> undesignatedG1);
    int position = 0;
    while (position < bytes.length) {
      byte current = bytes[position];
      if (current == ESCAPE) {
        Optional<CodeElement> designated = CodeElement.designatedAt(bytes, position);
        if (designated.isEmpty()) {
          return Optional.empty();
        }
        if (designated.get().isG0()) {
          g0 = designated.get();
        } else {
          g1 = designated;
        }
        position += designated.get().escapeLength();
        continue;
      }
      boolean graphic = current < 0 || current > ' ';
      if (!graphic || (g0.bytesPerCharacter() == 1 && isDelimiter(current, vr))) {
        if (isDelimiter(current, vr)) {
          g0 = initialG0;
          g1 = initialG1.or(() -> undesignatedG1);
        }
        text.append((char) current);
        position++;
        continue;
      }
      Optional<CodeElement> element = current < 0 ? g1 : Optional.of(g0);
      if (element.isEmpty() || position + element.get().bytesPerCharacter() > bytes.length) {
        return Optional.empty();
      }
      Optional<String> character = element.get().decode(bytes, position);
      if (character.isEmpty()) {
        return Optional.empty();
      }
      text.append(character.get());
      position += element.get().bytesPerCharacter();
    }
    return Optional.of(text.toString());
  }

  /** Whether the sets are as at the beginning again behind this character (PS3.5 6.1.2.5.3). */
  private static boolean isDelimiter(byte character, Vr vr) {
    return switch (character) {
      case '\t', '\n', '\f', '\r' -> true;
      case '\\' -> vr.isMultiValued();
      case '^', '=' -> vr == Vr.PN;
      default -> false;
    };
  }
}
