// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.util.regex.Pattern;

/** A user's token for a hub. It appears in no message and no log. */
public final class AccessToken {

  private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");

  private final String secret;

  /**
   * @throws IllegalArgumentException when it has characters that no header may have
   */
  public AccessToken(String secret) {
    this.secret = secret.strip();
    if (!PRINTABLE.matcher(this.secret).matches()) {
      throw new IllegalArgumentException("the token has characters that no token has");
    }
  }

  /** The value of an {@code Authorization} header (RFC 6750, section 2.1). */
  String bearer() {
    return "Bearer " + secret;
  }

  @Override
  public String toString() {
    return "token";
  }
}
