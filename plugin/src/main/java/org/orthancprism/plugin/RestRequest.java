// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import java.util.Objects;

/**
 * A request under {@code /prism}.
 *
 * @param method the HTTP method, in capitals
 * @param path the path from Orthanc's root on, without query
 */
public record RestRequest(String method, String path) {

  public RestRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(path, "path");
  }
}
