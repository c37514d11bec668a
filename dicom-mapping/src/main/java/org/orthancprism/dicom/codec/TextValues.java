// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.orthancprism.dicom.dataset.Vr;

/** The bytes of textual values, and back. */
final class TextValues {

  private TextValues() {}

  /** The values in these bytes, without padding; none if there are no bytes. */
  static List<String> decode(byte[] bytes, Vr vr, SpecificCharacterSet characterSet) {
    if (bytes.length == 0) {
      return List.of();
    }
    String text =
        vr.isLocalised()
            ? characterSet.decode(bytes, vr)
            : new String(bytes, StandardCharsets.ISO_8859_1);
    if (!vr.isMultiValued()) {
      return List.of(withoutPadding(text));
    }
    List<String> values = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\\'); end >= 0; end = text.indexOf('\\', start)) {
      values.add(withoutPadding(text.substring(start, end)));
      start = end + 1;
    }
    values.add(withoutPadding(text.substring(start)));
    return values;
  }

  /** The values in UTF-8, padded to an even length. */
  static byte[] encode(List<String> values, Vr vr) {
    byte[] bytes = String.join("\\", values).getBytes(StandardCharsets.UTF_8);
    if (bytes.length % 2 == 0) {
      return bytes;
    }
    byte[] padded = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, padded, 0, bytes.length);
    padded[bytes.length] = vr.padding();
    return padded;
  }

  private static String withoutPadding(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
      end--;
    }
    return text.substring(0, end);
  }
}
