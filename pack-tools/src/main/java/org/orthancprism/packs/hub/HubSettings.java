// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a hub is and how it is reached.
 *
 * @param endpoint its address, without a slash at the end
 * @param token the user's token
 * @param proxies which proxy leads to which address
 * @param stall how long nothing may come before a connection counts as dead
 */
public record HubSettings(
    URI endpoint, Optional<AccessToken> token, ProxySelector proxies, Duration stall) {

  /** Variable of the environment with the hub's address. */
  public static final String ENDPOINT = "HF_ENDPOINT";

  /** Variable of the environment with the user's token. */
  public static final String TOKEN = "HF_TOKEN";

  private static final Duration STALL = Duration.ofSeconds(60);
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /**
   * @throws IllegalArgumentException when the address is none, or the token would go over the
   *     network in clear
   */
  public HubSettings {
    String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
    if (!SCHEMES.contains(scheme) || endpoint.getHost() == null || endpoint.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "the hub's address must be one of https, without user or password");
    }
    if (token.isPresent() && scheme.equals("http") && !isThisMachine(endpoint.getHost())) {
      throw new IllegalArgumentException(
          "the token would go to "
              + endpoint
              + " in clear: give an address of https, or unset "
              + TOKEN);
    }
    endpoint = URI.create(endpoint.toString().replaceAll("/+$", ""));
  }

  private static boolean isThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /**
   * As the environment says.
   *
   * @param endpoint the hub's address, where the command names one
   * @throws HubException when nothing says where the hub is, or what says so is wrong
   */
  public static HubSettings of(Map<String, String> environment, Optional<String> endpoint)
      throws HubException {
    String address = endpoint.orElse(environment.getOrDefault(ENDPOINT, "")).strip();
    if (address.isEmpty()) {
      throw new HubException(
          "say where the hub is: set "
              + ENDPOINT
              + " or give --endpoint with your hub's address; or name a folder by --offline");
    }
    try {
      return new HubSettings(
          URI.create(address),
          Optional.ofNullable(environment.get(TOKEN))
              .filter(token -> !token.isBlank())
              .map(AccessToken::new),
          EnvironmentProxies.of(environment),
          STALL);
    } catch (IllegalArgumentException e) {
      throw new HubException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The address of a model's page, on which a licence is accepted. */
  public URI page(ModelName model) {
    return URI.create(endpoint + "/" + model);
  }
}
