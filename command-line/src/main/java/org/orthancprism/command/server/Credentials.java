// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.server;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A user that Orthanc's {@code RegisteredUsers} knows. */
public record Credentials(String user, String password) {

  /** The value of an {@code Authorization} header (RFC 7617). */
  String basic() {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public String toString() {
    return "Credentials[" + user + "]";
  }
}
