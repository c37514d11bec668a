// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.Json;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.rest.RestRequest;

/** Whose word is taken for who makes a request. */
class ActorsTest {

  private static final String USERS = "'RegisteredUsers': {'reader': 'secret', 'x': 7}";

  private static Actors of(String configuration) throws ConfigurationException {
    Section root =
        Section.root(
            Json.createReader(new StringReader(("{" + configuration + "}").replace('\'', '"')))
                .readObject());
    return Actors.read(root, root.section("Prism"));
  }

  private static RestRequest with(String... headers) {
    Map<String, String> map = new java.util.HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], headers[i + 1]);
    }
    return new RestRequest("POST", "/prism/queue/pause", Map.of(), map, new byte[0]);
  }

  private static String login(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aUserWhomOrthancLetInIsBelieved() throws Exception {
    RestRequest request = with("authorization", login("reader:secret"));
    assertEquals("reader", of("'AuthenticationEnabled': true, " + USERS).of(request));
    assertEquals("reader", of("'RemoteAccessAllowed': true, " + USERS).of(request));
  }

  @Test
  void aNameIsNotBelievedWhereOrthancAsksForNoLogin() throws Exception {
    RestRequest request = with("authorization", login("reader:secret"));
    assertEquals("unidentified", of("").of(request));
    assertEquals("unidentified", of(USERS).of(request));
    assertEquals(
        "unidentified",
        of("'RemoteAccessAllowed': true, 'AuthenticationEnabled': false, " + USERS).of(request));
  }

  @Test
  void aNameWithoutItsPasswordIsNotBelieved() throws Exception {
    Actors actors = of("'AuthenticationEnabled': true, " + USERS);
    for (String pair : new String[] {"reader:guess", "reader:", "reader", "admin:secret", "x:7"}) {
      assertEquals("unidentified", actors.of(with("authorization", login(pair))), pair);
    }
    assertEquals("unidentified", actors.of(with("authorization", "Basic ***")));
    assertEquals("unidentified", actors.of(with("authorization", "Bearer reader")));
    assertEquals("unidentified", actors.of(with()));
  }

  @Test
  void aProxysHeaderIsBelievedWhereTheConfigurationNamesIt() throws Exception {
    RestRequest request = with("x-remote-user", " Dr\tAda ", "remote-user", "somebody else");
    assertEquals("unidentified", of("").of(request));
    Actors actors = of("'Prism': {'UserHeader': 'X-Remote-User'}");
    assertEquals("Dr?Ada", actors.of(request));
    assertEquals("unidentified", actors.of(with("remote-user", "somebody else")));
    assertEquals("unidentified", actors.of(with("x-remote-user", " ")));
  }

  @Test
  void whatIsNoHeadersNameIsRefusedAndNoPasswordIsShown() throws Exception {
    assertThrows(
        ConfigurationException.class, () -> of("'Prism': {'UserHeader': 'X-Remote-User: me'}"));
    assertFalse(of("'AuthenticationEnabled': true, " + USERS).toString().contains("secret"));
  }
}
