// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.testing;

import java.time.LocalDateTime;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.film.DigitalRadiograph;
import org.orthancprism.dicom.film.StoredPixels;

/** Small films of 12 bits, whose window shows all of their range. */
public final class TestFilms {

  private TestFilms() {}

  /**
   * A film.
   *
   * @param view AP or PA
   * @param seed what its UIDs depend on
   */
  public static DicomObject film(StoredPixels pixels, String patientId, String view, String seed) {
    return DigitalRadiograph.of(
        pixels,
        new DigitalRadiograph.Description(
            "Phantom^Tested",
            patientId,
            view,
            false,
            12,
            2048,
            4096,
            0.7,
            LocalDateTime.of(2026, 1, 1, 12, 0)),
        seed);
  }
}
