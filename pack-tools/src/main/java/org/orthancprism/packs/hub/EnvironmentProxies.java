// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxies that the environment names as curl reads it: {@code HTTPS_PROXY}, {@code HTTP_PROXY},
 * {@code ALL_PROXY} and {@code NO_PROXY}, also in lower case, which comes first.
 *
 * @see <a href="https://curl.se/docs/manpage.html">curl, section "Environment"</a>
 */
final class EnvironmentProxies extends ProxySelector {

  private final Map<String, InetSocketAddress> byScheme;
  private final List<String> without;

  private EnvironmentProxies(Map<String, InetSocketAddress> byScheme, List<String> without) {
    this.byScheme = Map.copyOf(byScheme);
    this.without = List.copyOf(without);
  }

  /**
   * Reads the environment; where it names no proxy, Java's own settings hold.
   *
   * @throws IllegalArgumentException when a proxy is no address
   */
  static ProxySelector of(Map<String, String> environment) {
    Map<String, InetSocketAddress> byScheme = new HashMap<>();
    for (String scheme : List.of("http", "https")) {
      variable(environment, scheme + "_proxy")
          .or(() -> variable(environment, "all_proxy"))
          .ifPresent(address -> byScheme.put(scheme, address(scheme + "_proxy", address)));
    }
    if (byScheme.isEmpty()) {
      return Optional.ofNullable(ProxySelector.getDefault())
          .orElseGet(() -> new EnvironmentProxies(Map.of(), List.of()));
    }
    List<String> without =
        variable(environment, "no_proxy").stream()
            .flatMap(list -> Arrays.stream(list.split("[,\\s]+")))
            .map(host -> host.toLowerCase(Locale.ROOT))
            .filter(host -> !host.isEmpty())
            .toList();
    return new EnvironmentProxies(byScheme, without);
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Stream.of(name, name.toUpperCase(Locale.ROOT))
        .map(key -> environment.getOrDefault(key, ""))
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  private static InetSocketAddress address(String variable, String text) {
    URI address = URI.create(text.contains("://") ? text : "http://" + text);
    if (address.getUserInfo() != null) {
      throw new IllegalArgumentException(
          variable + " has a user: name a proxy that wants none, Java would not send it");
    }
    if (!"http".equals(address.getScheme()) || address.getHost() == null) {
      throw new IllegalArgumentException(variable + " must be as http://HOST:PORT");
    }
    return InetSocketAddress.createUnresolved(
        address.getHost(), address.getPort() < 0 ? 80 : address.getPort());
  }

  @Override
  public List<Proxy> select(URI address) {
    InetSocketAddress proxy = byScheme.get(address.getScheme());
    return proxy == null || isWithout(address)
        ? List.of(Proxy.NO_PROXY)
        : List.of(new Proxy(Proxy.Type.HTTP, proxy));
  }

  private boolean isWithout(URI address) {
    String host = address.getHost().toLowerCase(Locale.ROOT);
    String withPort = host + ":" + address.getPort();
    for (String entry : without) {
      String name = entry.replaceFirst("^\\*?\\.", "");
      if (entry.equals("*")
          || host.equals(name)
          || withPort.equals(name)
          || host.endsWith("." + name)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
    // The request fails, and says so.
  }
}
