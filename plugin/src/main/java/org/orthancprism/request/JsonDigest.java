// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.request;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4) of what was asked for, which tells one wish from another. */
final class JsonDigest {

  private JsonDigest() {}

  /**
   * The digest's beginning, in lower-case hexadecimal.
   *
   * @param characters how many, 1 to 64
   */
  static String of(JsonObject json, int characters) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(json.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, characters);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
