// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.util.Objects;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.orthanc.StoredInstance;

/**
 * A synthetic object that a study holds.
 *
 * @param instance where it is in Orthanc
 * @param says what it says of itself
 */
public record HeldResult(StoredInstance instance, OwnObject says) {

  public HeldResult {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(says, "says");
  }

  /**
   * Whether this software may delete it: it says that this software made it, and an image bears the
   * mark that no other software writes. An original never does, whatever its UID or description.
   */
  public boolean mayBeDeleted() {
    return says.madeHere() && (says.kind() != OwnObject.Kind.IMAGE || says.mark().isPresent());
  }
}
