// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.request;

import jakarta.json.JsonObject;
import org.apache.commons.codec.digest.DigestUtils;

/** SHA-256 (FIPS 180-4) of what was asked for, which tells one request from another. */
final class JsonDigest {

  private JsonDigest() {}

  /**
   * The digest's beginning, in lower-case hexadecimal.
   *
   * @param characters how many, 1 to 64
   */
  static String of(JsonObject json, int characters) {
    return DigestUtils.sha256Hex(json.toString()).substring(0, characters);
  }
}
