// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.removal;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.results.HeldResult;

/**
 * A result in a study that may be deleted.
 *
 * @param result where it is, and what it says of itself
 * @param madeAt when it was made; empty where it tells no day
 * @param edits keys of the edits that a report tells of
 */
record DatedResult(HeldResult result, Optional<Instant> madeAt, Set<String> edits) {

  DatedResult {
    Objects.requireNonNull(madeAt, "madeAt");
    edits = Set.copyOf(edits);
    if (!result.mayBeDeleted()) {
      throw new IllegalArgumentException("instance " + result.instance().id() + " is not ours");
    }
  }

  String pack() {
    return result.pack();
  }

  boolean isA(OwnObject.Kind kind) {
    return result.says().kind() == kind;
  }

  /** SOP Instance UIDs of what it refers to. */
  List<String> references() {
    return result.says().references();
  }

  String sopInstanceUid() {
    return result.says().sopInstanceUid();
  }
}
