// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.Json;
import jakarta.json.JsonStructure;
import java.util.Objects;

/**
 * An answer to a request.
 *
 * @param status HTTP status
 * @param mediaType media type of the body
 * @param body the body, as text
 */
public record RestAnswer(int status, String mediaType, String body) {

  public RestAnswer {
    Objects.requireNonNull(mediaType, "mediaType");
    Objects.requireNonNull(body, "body");
  }

  /** What was asked for. */
  public static RestAnswer json(JsonStructure body) {
    return new RestAnswer(200, "application/json", body.toString());
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
}
