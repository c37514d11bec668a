// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.rest.RestRequest;

/**
 * Tells who makes a request, for the audit trail: the user of Orthanc's own login, or whom a proxy
 * names in a header of its own. Nobody else's word is taken.
 *
 * @param passwords those of Orthanc's users by their names; empty where Orthanc asks for no login
 * @param header name of the header in which the proxy before Orthanc names the user, which it must
 *     overwrite in every request
 */
record Actors(Map<String, String> passwords, Optional<String> header) {

  static final String UNIDENTIFIED = "unidentified";

  /** A field name (RFC 9110 5.1). */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

  private static final String HEADER = "UserHeader";
  private static final String BASIC = "basic ";

  Actors {
    passwords = Map.copyOf(passwords);
  }

  /**
   * Reads what Orthanc's configuration says of logins.
   *
   * @param root the whole configuration
   * @param prism the plugin's section
   */
  static Actors read(Section root, Section prism) throws ConfigurationException {
    Optional<String> header = prism.text(HEADER);
    if (header.isPresent() && !NAME.matcher(header.get()).matches()) {
      throw prism.fault(HEADER, "must be the name of a header, such as X-Remote-User");
    }
    return new Actors(asksForLogin(root) ? passwords(root) : Map.of(), header);
  }

  /** Where it is not said, Orthanc asks for one if others than this machine can reach it. */
  private static boolean asksForLogin(Section root) throws ConfigurationException {
    return root.flag("AuthenticationEnabled", root.flag("RemoteAccessAllowed", false));
  }

  private static Map<String, String> passwords(Section root) {
    Map<String, String> passwords = new HashMap<>();
    if (root.value("RegisteredUsers") instanceof JsonObject users) {
      users.forEach(
          (name, password) -> {
            if (password instanceof JsonString text) {
              passwords.put(name, text.getString());
            }
          });
    }
    return passwords;
  }

  /** The user; {@value #UNIDENTIFIED} where no one was authenticated. */
  String of(RestRequest request) {
    return header
        .flatMap(request::header)
        .map(String::strip)
        .filter(user -> !user.isEmpty())
        .or(() -> loggedIn(request))
        .map(user -> user.replaceAll("\\p{Cntrl}", "?"))
        .orElse(UNIDENTIFIED);
  }

  /** Orthanc has let the user in already; asked once more, as another plugin may let users in. */
  private Optional<String> loggedIn(RestRequest request) {
    String login = request.header("Authorization").orElse("");
    if (!login.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return Optional.empty();
    }
    try {
      byte[] pair = Base64.getDecoder().decode(login.substring(BASIC.length()).strip());
      String[] parts = new String(pair, StandardCharsets.UTF_8).split(":", 2);
      return parts.length == 2 && isPassword(parts[0], parts[1])
          ? Optional.of(parts[0])
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean isPassword(String user, String given) {
    String password = passwords.get(user);
    return password != null
        && MessageDigest.isEqual(
            password.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /** Without the passwords, which belong in no log. */
  @Override
  public String toString() {
    return "Actors[" + passwords.keySet() + ", " + header + "]";
  }
}
