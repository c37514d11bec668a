// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/** Tells synthetic objects, our own among them, from films that a detector saw. */
public final class OwnOutput {

  private OwnOutput() {}

  /** Whether the object is synthetic or derived from a synthetic one, or a report of ours. */
  public static boolean isSynthetic(Dataset dataset) {
    return dataset.string(Tag.SYNTHETIC_DATA).filter("YES"::equals).isPresent();
  }
}
