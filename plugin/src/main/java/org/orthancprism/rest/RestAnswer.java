// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.rest;

import jakarta.json.Json;
import jakarta.json.JsonStructure;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * An answer to a request.
 *
 * @param status HTTP status
 * @param mediaType media type of the body
 * @param body the body, as text
 * @param allowed the methods that the path knows; empty but for status 405
 */
public record RestAnswer(int status, String mediaType, String body, List<String> allowed) {

  private static final String JSON = "application/json";

  public RestAnswer {
    Objects.requireNonNull(mediaType, "mediaType");
    Objects.requireNonNull(body, "body");
    allowed = List.copyOf(allowed);
  }

  /** What was asked for. */
  public static RestAnswer json(JsonStructure body) {
    return json(200, body);
  }

  /** What was asked for, under another status than 200, such as 202 for what was taken on. */
  public static RestAnswer json(int status, JsonStructure body) {
    return new RestAnswer(status, JSON, body.toString(), List.of());
  }

  /** A text that is JSON already. */
  public static RestAnswer json(String body) {
    return new RestAnswer(200, JSON, body, List.of());
  }

  /**
   * A problem document (RFC 9457).
   *
   * @param title what kind of problem it is, the same each time
   * @param detail what it is about here, and what to do
   */
  public static RestAnswer problem(int status, String title, String detail) {
    String body =
        Json.createObjectBuilder()
            .add("type", "about:blank")
            .add("title", title)
            .add("status", status)
            .add("detail", detail)
            .build()
            .toString();
    return new RestAnswer(status, "application/problem+json", body, List.of());
  }

  /** The same, which tells what methods there are. */
  RestAnswer allowing(Collection<String> methods) {
    return new RestAnswer(status, mediaType, body, List.copyOf(methods));
  }
}
