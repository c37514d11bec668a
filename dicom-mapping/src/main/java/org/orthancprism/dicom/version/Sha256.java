// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.version;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/** A SHA-256 over lines of text and values, each of which tells where it ends. */
final class Sha256 {
  private final MessageDigest digest = DigestUtils.getSha256Digest();

  void line(String text) {
    value(text.getBytes(StandardCharsets.UTF_8));
  }

  void value(byte[] bytes) {
    digest.update((bytes.length + "\n").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }

  /** 64 hexadecimal digits. */
  String hex() {
    return Hex.encodeHexString(digest.digest());
  }
}
