// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonPointer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.retry.ExponentialBackoff;

/**
 * How a service is asked what a film shows.
 *
 * @param url where films are posted to
 * @param post what is posted
 * @param probabilities where in the answer each finding's probability is (RFC 6901), in order
 * @param timeout for one answer, from the connection to its last byte
 * @param retries how often a film is posted again after a fault that may pass
 * @param pauses before each of them
 * @param atOnce how many films are posted at once
 * @param certificates the PEM file of the certificates that are trusted; empty for the JDK's own
 * @param token sent as a bearer token (RFC 6750)
 */
record HttpSettings(
    URI url,
    FilmFormat post,
    Map<String, JsonPointer> probabilities,
    Duration timeout,
    int retries,
    ExponentialBackoff pauses,
    int atOnce,
    Optional<Path> certificates,
    Optional<String> token) {

  /** The longest pause as a multiple of the first. */
  private static final int LONGEST_PAUSE = 1 << 10;

  private static final Set<String> MEMBERS =
      Set.of(
          "url",
          "post",
          "probabilities",
          "timeoutSeconds",
          "retries",
          "pauseMilliseconds",
          "atOnce",
          "caFile",
          "tokenFile");

  HttpSettings {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(post, "post");
    Objects.requireNonNull(token, "token");
  }

  /**
   * Reads them.
   *
   * @param findings the pack's findings, whose names the labels get where they mean them
   */
  static HttpSettings read(Path file, List<Finding> findings) throws ModelException {
    ModelSettings settings = ModelSettings.read(file);
    settings.refuseOthersThan(MEMBERS);
    URI url = url(settings);
    Optional<Path> tokenFile = settings.optionalFile("tokenFile");
    if (tokenFile.isPresent() && !isPrivate(url)) {
      throw settings.wrong("url", "https, or others on the way can read the token");
    }
    return new HttpSettings(
        url,
        settings.oneOf("post", FilmFormat.class),
        pointers(settings, findings),
        Duration.ofSeconds(settings.integer("timeoutSeconds", 30, 1, 3600)),
        settings.integer("retries", 2, 0, 20),
        pauses(settings),
        settings.integer("atOnce", 1, 1, 64),
        settings.optionalFile("caFile"),
        tokenFile.isPresent() ? Optional.of(token(tokenFile.get())) : Optional.empty());
  }

  private static URI url(ModelSettings settings) throws ModelException {
    try {
      URI url = URI.create(settings.text("url"));
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https"))
          && url.getHost() != null
          && url.getUserInfo() == null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          settings.wrong("url", "an address").getMessage() + " (" + e.getMessage() + ")", e);
    }
    throw settings.wrong(
        "url", "an http or https address without a user; write a token into tokenFile");
  }

  private static ExponentialBackoff pauses(ModelSettings settings) throws ModelException {
    Duration first = Duration.ofMillis(settings.integer("pauseMilliseconds", 1000, 0, 60_000));
    return new ExponentialBackoff(first, first.multipliedBy(LONGEST_PAUSE));
  }

  private static boolean isPrivate(URI url) {
    try {
      return url.getScheme().equalsIgnoreCase("https")
          || InetAddress.getByName(url.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Map<String, JsonPointer> pointers(ModelSettings settings, List<Finding> findings)
      throws ModelException {
    Map<String, String> texts = settings.textsByName("probabilities");
    List<String> names = OutputLabels.of(List.copyOf(texts.keySet()), findings).names();
    Map<String, JsonPointer> pointers = new LinkedHashMap<>();
    int next = 0;
    for (Map.Entry<String, String> text : texts.entrySet()) {
      try {
        pointers.put(names.get(next), Json.createPointer(text.getValue()));
      } catch (JsonException e) {
        throw settings.wrong(
            "probabilities." + text.getKey(), "a JSON Pointer, for example /probabilities/0");
      }
      next++;
    }
    return pointers;
  }

  private static String token(Path file) throws ModelException {
    try {
      String token = Files.readString(file).strip();
      if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
        throw new ModelException(file + " holds no token: write it there, in one line");
      }
      return token;
    } catch (IOException e) {
      throw new ModelException(file + " can't be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  /** The address without its query, which may hold a secret. */
  String address() {
    return url.getScheme() + "://" + url.getAuthority() + url.getPath();
  }

  /** All that answers depend on. */
  String digest() {
    StringBuilder parts = new StringBuilder(url + " " + post);
    probabilities.forEach(
        (finding, pointer) -> parts.append('\n').append(finding).append(' ').append(pointer));
    return DigestUtils.sha256Hex(parts.toString());
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "HttpSettings[" + address() + "]";
  }
}
