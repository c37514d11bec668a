// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.orthanc;

import java.util.Objects;

/**
 * What became of a file that Orthanc was given.
 *
 * @param id Orthanc's identifier of the instance
 * @param added whether it was not there before
 */
public record Stored(String id, boolean added) {

  public Stored {
    Objects.requireNonNull(id, "id");
  }
}
