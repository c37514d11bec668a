// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.rest;

import java.util.Locale;
import java.util.Set;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;

/**
 * The JSON object in a request's body.
 *
 * <p>Only JSON is taken, and said to be: a page of another origin can't make a browser send that
 * content type without asking first, so that it can't change anything with a user's login.
 */
public final class JsonBody {

  private static final int LONGEST = 1 << 20;

  private JsonBody() {}

  /** Reads a value out of a body. */
  @FunctionalInterface
  public interface Reading<T> {
    T read(Section body) throws ConfigurationException;
  }

  /**
   * Reads the body of a request that changes something.
   *
   * @param keys the keys that it allows
   * @throws Problem 415 for another content type, 413 for more than a megabyte, 400 for what is no
   *     JSON object or holds what is not known
   */
  public static <T> T read(RestRequest request, Set<String> keys, Reading<T> reading) {
    requireJson(request);
    try {
      Section body = Section.root(StrictJson.object(request.body()));
      body.allow(keys);
      return reading.read(body);
    } catch (ConfigurationException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static void requireJson(RestRequest request) {
    String type = request.header("Content-Type").orElse("").split(";", 2)[0].strip();
    if (!type.toLowerCase(Locale.ROOT).equals("application/json")) {
      throw new Problem(
          415, "Unsupported media type", "Send JSON, with Content-Type: application/json.");
    }
    if (request.body().length > LONGEST) {
      throw new Problem(413, "Content too large", "Send at most a megabyte; split the request.");
    }
  }
}
