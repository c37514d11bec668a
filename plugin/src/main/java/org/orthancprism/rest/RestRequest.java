// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.rest;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request under {@code /prism}.
 *
 * @param method the HTTP method, in capitals
 * @param path the path from Orthanc's root on, without query
 * @param parameters the parameters of the query, decoded
 * @param headers the headers, their names in lower case
 * @param body the body; empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RestRequest(
    String method,
    String path,
    Map<String, String> parameters,
    Map<String, String> headers,
    byte[] body) {

  public RestRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(body, "body");
    parameters = Map.copyOf(parameters);
    headers = Map.copyOf(headers);
  }

  /** A request for something that is there. */
  public static RestRequest get(String path) {
    return new RestRequest("GET", path, Map.of(), Map.of(), new byte[0]);
  }

  /** The value of a header, whatever the case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The value of a parameter of the query. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }
}
