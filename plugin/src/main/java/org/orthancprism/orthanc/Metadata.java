// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.orthanc;

import java.util.Objects;
import java.util.Optional;

/**
 * A metadata of a resource.
 *
 * @param value its value
 * @param revision what Orthanc knows this value by, for {@code If-Match}; empty where it has none
 */
public record Metadata(String value, Optional<String> revision) {

  public Metadata {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(revision, "revision");
  }
}
