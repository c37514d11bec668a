// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.time.Clock;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.film.Radiograph;

/** A counterfactual as a Secondary Capture image. */
public final class CounterfactualImage {

  private CounterfactualImage() {}

  /**
   * The object.
   *
   * @param source the film that was edited
   * @param storedValues stored values of the counterfactual, row-major, as {@link
   *     Radiograph#storedValues} gives them
   * @throws IllegalArgumentException if there are not as many values as the film has, or one is out
   *     of the range of Bits Stored
   */
  public static DicomObject of(
      Radiograph source,
      int[] storedValues,
      EditDescription edit,
      Algorithm algorithm,
      Clock clock) {
    return DicomObject.of(Dataset.empty());
  }
}
