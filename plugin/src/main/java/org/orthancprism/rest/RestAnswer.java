// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.rest;

import jakarta.json.Json;
import jakarta.json.JsonStructure;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An answer to a request.
 *
 * @param status HTTP status
 * @param mediaType media type of the body
 * @param body the body, as text
 * @param allowed the methods that the path knows; empty but for status 405
 * @param headers further headers; {@code Cache-Control: no-store} unless another is given
 */
public record RestAnswer(
    int status, String mediaType, String body, List<String> allowed, Map<String, String> headers) {

  private static final String JSON = "application/json";

  /** Answers are about patients' studies and change: nothing on the way to a browser keeps them. */
  private static final Map<String, String> KEPT_NOWHERE = Map.of("Cache-Control", "no-store");

  public RestAnswer {
    Objects.requireNonNull(mediaType, "mediaType");
    Objects.requireNonNull(body, "body");
    allowed = List.copyOf(allowed);
    headers = Map.copyOf(headers);
  }

  private RestAnswer(int status, String mediaType, String body) {
    this(status, mediaType, body, List.of(), KEPT_NOWHERE);
  }

  /** A text of some media type. */
  public static RestAnswer text(String mediaType, String body) {
    return new RestAnswer(200, mediaType, body);
  }

  /** A table of values separated by commas, as a file of this name to download. */
  public static RestAnswer csv(String name, String table) {
    return text("text/csv", table)
        .with(Map.of("Content-Disposition", "attachment; filename=\"" + name + "\""));
  }

  /** That what was asked for is as it was when it was asked for before. */
  public static RestAnswer notModified() {
    return new RestAnswer(304, "", "");
  }

  /** That what was asked for is at an address relative to the one asked for. */
  public static RestAnswer redirect(String address) {
    return new RestAnswer(302, "", "").with(Map.of("Location", address));
  }

  /** That only these methods are known here. */
  public static RestAnswer methodNotAllowed(Collection<String> methods) {
    return problem(405, "Method not allowed", "Use " + String.join(" or ", methods) + " here.")
        .allowing(methods);
  }

  /** The same with further headers, which replace those of the same name. */
  public RestAnswer with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(more);
    return new RestAnswer(status, mediaType, body, allowed, all);
  }

  /** What was asked for. */
  public static RestAnswer json(JsonStructure body) {
    return json(200, body);
  }

  /** What was asked for, under another status than 200, such as 202 for what was taken on. */
  public static RestAnswer json(int status, JsonStructure body) {
    return new RestAnswer(status, JSON, body.toString());
  }

  /** A text that is JSON already. */
  public static RestAnswer json(String body) {
    return new RestAnswer(200, JSON, body);
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
    return new RestAnswer(status, "application/problem+json", body);
  }

  /** The same, with the methods that there are. */
  private RestAnswer allowing(Collection<String> methods) {
    return new RestAnswer(status, mediaType, body, List.copyOf(methods), headers);
  }
}
