// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.dataset;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * UIDs under 2.25 that depend only on a name: name-based UUIDs (RFC 9562 version 5, SHA-1) in a
 * namespace of the project's own.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part05.html#sect_B.2">PS3.5
 *     B.2</a>
 */
public final class NameBasedUid {
  private static final UUID NAMESPACE = UUID.fromString("9a6ace11-b068-45ff-a78e-7eb1a2c8a606");

  private NameBasedUid() {}

  /** The UID of a name. */
  public static String of(String name) {
    byte[] digest =
        sha1(
            ByteBuffer.allocate(16)
                .putLong(NAMESPACE.getMostSignificantBits())
                .putLong(NAMESPACE.getLeastSignificantBits())
                .array(),
            name.getBytes(StandardCharsets.UTF_8));
    digest[6] = (byte) ((digest[6] & 0x0F) | 0x50);
    digest[8] = (byte) ((digest[8] & 0x3F) | 0x80);
    return "2.25." + new BigInteger(1, digest, 0, 16);
  }

  private static byte[] sha1(byte[] namespace, byte[] name) {
    MessageDigest sha1 = DigestUtils.getSha1Digest();
    sha1.update(namespace);
    return sha1.digest(name);
  }
}
