// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.rest;

/** Ends the handling of a request with a problem document (RFC 9457). */
public final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String title;

  /**
   * A problem.
   *
   * @param title what kind of problem it is, the same each time
   * @param detail what it is about here, and what to do
   */
  public Problem(int status, String title, String detail) {
    super(detail);
    this.status = status;
    this.title = title;
  }

  public static Problem notFound(String detail) {
    return new Problem(404, "Not found", detail);
  }

  public static Problem badRequest(String detail) {
    return new Problem(400, "Bad request", detail);
  }

  public static Problem forbidden(String detail) {
    return new Problem(403, "Forbidden", detail);
  }

  public static Problem conflict(String detail) {
    return new Problem(409, "Conflict", detail);
  }

  /** The document. */
  public RestAnswer answer() {
    return RestAnswer.problem(status, title, String.valueOf(getMessage()));
  }
}
