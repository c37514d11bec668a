// SPDX-License-Identifier: GPL-3.0-or-later
package be.uclouvain.orthanc;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Text on its way between Java and Orthanc's C interface, which takes UTF-8 that ends at the first
 * zero. JNI's own text functions use another encoding ("modified UTF-8") that breaks every
 * character outside the Basic Multilingual Plane, so all text crosses as bytes.
 */
final class Utf8 {
  private Utf8() {}

  /** Encodes a text that Orthanc must receive whole. */
  static byte[] terminated(String text, String argument) {
    if (NativeHost.notNull(text, argument).indexOf('\0') >= 0) {
      throw new OrthancException(
          "The argument \"" + argument + "\" must not contain a NUL character");
    }
    return text.getBytes(UTF_8);
  }

  /** Encodes a message for the log, which is better written in part than not at all. */
  static byte[] message(String text) {
    return String.valueOf(text).replace('\0', ' ').getBytes(UTF_8);
  }

  static String decode(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
