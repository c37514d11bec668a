// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.util.Objects;
import java.util.Optional;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.dicom.recognition.StatedPack;
import org.orthancprism.orthanc.StoredInstance;

/**
 * A synthetic object that a study holds.
 *
 * @param instance where it is in Orthanc
 * @param says what it says of itself
 * @param pack digest of the pack that made it; empty where it names none
 */
public record HeldResult(StoredInstance instance, OwnObject says, String pack) {

  public HeldResult {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(says, "says");
    Objects.requireNonNull(pack, "pack");
  }

  /** The one in an instance; empty for an object that does not say that it is synthetic. */
  public static Optional<HeldResult> of(StoredInstance instance, Dataset dataset) {
    return OwnObject.of(dataset)
        .map(
            says ->
                new HeldResult(
                    instance, says, StatedPack.of(dataset).map(StatedPack::digest).orElse("")));
  }

  /**
   * Whether this software may delete it: it says that this software made it, and an image bears the
   * mark that no other software writes. An original never does, whatever its UID or description.
   */
  public boolean mayBeDeleted() {
    return says.madeHere() && (says.kind() != OwnObject.Kind.IMAGE || says.mark().isPresent());
  }
}
