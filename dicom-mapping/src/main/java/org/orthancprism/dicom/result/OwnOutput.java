// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.selection.SyntheticMark;

/** Tells synthetic objects, our own images and reports among them, from what was captured. */
public final class OwnOutput {

  private OwnOutput() {}

  /**
   * Whether the object is synthetic, derived from a synthetic one, or a report of ours. Such an
   * object is never input.
   */
  public static boolean isSynthetic(Dataset dataset) {
    return SyntheticMark.isOn(dataset);
  }
}
