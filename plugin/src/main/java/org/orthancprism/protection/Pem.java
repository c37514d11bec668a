// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.protection;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Blocks of PEM text, whatever else is around them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
public final class Pem {

  /** Label of a certificate's block. */
  public static final String CERTIFICATE = "CERTIFICATE";

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  /** The contents of a text's blocks with a label, decoded, in their order. */
  public static Stream<byte[]> blocks(String text, String label) {
    return Pattern.compile(begin(label) + "([A-Za-z0-9+/=\\s]+)" + end(label))
        .matcher(text)
        .results()
        .map(block -> Base64.getMimeDecoder().decode(block.group(1)));
  }

  /** A block as text. */
  static String text(String label, byte[] content) {
    return begin(label) + "\n" + LINES.encodeToString(content) + "\n" + end(label) + "\n";
  }

  private static String begin(String label) {
    return "-----BEGIN " + label + "-----";
  }

  private static String end(String label) {
    return "-----END " + label + "-----";
  }
}
