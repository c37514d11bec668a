// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.orthancprism.rest.RestRequest;

/** Tells who makes a request, for the audit trail. Orthanc has let them in already. */
final class Actor {

  private static final String BASIC = "basic ";

  private Actor() {}

  /** The user of Orthanc's own login; {@code unidentified} where another guards the door. */
  static String of(RestRequest request) {
    String header = request.header("Authorization").orElse("");
    if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      try {
        byte[] pair = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
        String user = new String(pair, StandardCharsets.UTF_8).split(":", 2)[0];
        return user.isEmpty() ? "unidentified" : user.replaceAll("\\p{Cntrl}", "?");
      } catch (IllegalArgumentException e) {
        return "unidentified";
      }
    }
    return "unidentified";
  }
}
