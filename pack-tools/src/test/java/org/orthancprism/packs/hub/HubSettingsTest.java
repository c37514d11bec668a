// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the environment says that a hub is, who asks, and by which proxy. */
class HubSettingsTest {

  private static final String HUB = "https://hub.example.org";

  @Test
  void noHubIsGuessed() {
    HubException refusal =
        assertThrows(HubException.class, () -> HubSettings.of(Map.of(), Optional.empty()));
    assertTrue(refusal.getMessage().contains("set HF_ENDPOINT"), refusal::getMessage);
  }

  @Test
  void theCommandsAddressComesBeforeTheEnvironments() throws Exception {
    Map<String, String> environment = Map.of("HF_ENDPOINT", HUB + "/");
    assertEquals(URI.create(HUB), HubSettings.of(environment, Optional.empty()).endpoint());
    assertEquals(
        URI.create("https://mirror.example.org/hf"),
        HubSettings.of(environment, Optional.of("https://mirror.example.org/hf")).endpoint());
  }

  @Test
  void theTokenIsInNoText() throws Exception {
    HubSettings settings =
        HubSettings.of(Map.of("HF_ENDPOINT", HUB, "HF_TOKEN", "hf_secret"), Optional.empty());
    assertTrue(settings.token().isPresent());
    assertFalse(settings.toString().contains("hf_secret"), settings::toString);
    HubException refusal =
        assertThrows(
            HubException.class,
            () ->
                HubSettings.of(
                    Map.of("HF_ENDPOINT", HUB, "HF_TOKEN", "hf_sec\nret"), Optional.empty()));
    assertFalse(refusal.getMessage().contains("hf_sec"), refusal::getMessage);
  }

  @Test
  void theTokenLeavesThisMachineEncryptedOnly() throws Exception {
    Map<String, String> environment = Map.of("HF_TOKEN", "hf_secret");
    HubException refusal =
        assertThrows(
            HubException.class, () -> HubSettings.of(environment, Optional.of("http://192.0.2.1")));
    assertTrue(refusal.getMessage().contains("in clear"), refusal::getMessage);
    HubSettings.of(environment, Optional.of("http://127.0.0.1:8080"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://hub.example.org, proxy.example.org:3128",
    "http://hub.example.org, other.example.org:80",
    "https://mirror.lan, ''",
    "https://a.mirror.lan/x, ''",
    "https://mirror.land, proxy.example.org:3128",
    "https://127.0.0.1:8443, ''"
  })
  void proxiesAreThoseOfTheEnvironment(URI address, String proxy) {
    ProxySelector proxies =
        EnvironmentProxies.of(
            Map.of(
                "https_proxy", "http://proxy.example.org:3128",
                "HTTP_PROXY", "other.example.org",
                "NO_PROXY", "localhost, .mirror.lan,127.0.0.1"));
    List<Proxy> expected =
        proxy.isEmpty()
            ? List.of(Proxy.NO_PROXY)
            : List.of(
                new Proxy(
                    Proxy.Type.HTTP,
                    InetSocketAddress.createUnresolved(
                        proxy.split(":")[0], Integer.parseInt(proxy.split(":")[1]))));
    assertEquals(expected, proxies.select(address));
  }

  @Test
  void aProxyThatWantsAPasswordIsRefusedWithoutNamingIt() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> EnvironmentProxies.of(Map.of("HTTPS_PROXY", "http://me:word@proxy:1")));
    assertFalse(refusal.getMessage().contains("word"), refusal::getMessage);
  }
}
