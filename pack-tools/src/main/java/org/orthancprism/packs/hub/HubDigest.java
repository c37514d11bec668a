// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The digest of a file's content, as a hub lists it.
 *
 * @param kind how it is made
 * @param hex its value in lower-case hexadecimal
 */
public record HubDigest(Kind kind, String hex) {

  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

  /** How a digest is made. */
  public enum Kind {
    /** SHA-256 (FIPS 180-4) of the content, of files that the hub keeps by git-LFS. */
    SHA256("SHA-256", 64),
    /**
     * git's name of a file: SHA-1 of {@code blob}, a space, the content's length, a zero byte and
     * the content ("Git Internals - Git Objects").
     */
    GIT_BLOB("git's SHA-1", 40);

    private final String label;
    private final int length;

    Kind(String label, int length) {
      this.label = label;
      this.length = length;
    }
  }

  public HubDigest {
    hex = hex.toLowerCase(Locale.ROOT);
    if (hex.length() != kind.length || !HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("'" + hex + "' is no " + kind.label);
    }
  }

  /** What takes in the content, of a length in bytes. */
  MessageDigest begin(long length) {
    if (kind == Kind.SHA256) {
      return DigestUtils.getSha256Digest();
    }
    MessageDigest digest = DigestUtils.getSha1Digest();
    digest.update(("blob " + length + "\0").getBytes(StandardCharsets.US_ASCII));
    return digest;
  }

  @Override
  public String toString() {
    return kind.label + " " + hex;
  }
}
