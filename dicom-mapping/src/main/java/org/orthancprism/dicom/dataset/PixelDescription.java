// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.dataset;

import java.util.Locale;

/**
 * Attributes that describe pixels, as a tolerant reader takes them where they are written wrong.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.7.6.3">PS3.3
 *     C.7.6.3</a>
 */
public final class PixelDescription {

  private PixelDescription() {}

  /**
   * Photometric Interpretation in capitals. Letters and digits alone tell, in whatever case, as for
   * DCMTK. A missing one is MONOCHROME2, what nearly all images of one sample are.
   */
  public static String photometricInterpretation(Dataset dataset) {
    String written = dataset.string(Tag.PHOTOMETRIC_INTERPRETATION).orElse("");
    String letters = written.replaceAll("[^\\p{Alnum}]", "").toUpperCase(Locale.ROOT);
    if (letters.startsWith("MONOCHROME")) {
      return letters;
    }
    boolean missing = written.isEmpty() && samplesPerPixel(dataset) == 1;
    return missing ? "MONOCHROME2" : written.toUpperCase(Locale.ROOT);
  }

  /** Samples per Pixel; 1 if it is missing. */
  public static int samplesPerPixel(Dataset dataset) {
    return dataset.integer(Tag.SAMPLES_PER_PIXEL).orElse(1);
  }

  /** Whether a pixel has one sample, which is a shade of grey. */
  public static boolean isGrayscale(Dataset dataset) {
    String photometric = photometricInterpretation(dataset);
    return samplesPerPixel(dataset) == 1
        && (photometric.equals("MONOCHROME1") || photometric.equals("MONOCHROME2"));
  }

  /** Number of Frames; 1 if it is missing, or below 1 as some writers have it. */
  public static int numberOfFrames(Dataset dataset) {
    return Math.max(1, dataset.integer(Tag.NUMBER_OF_FRAMES).orElse(1));
  }
}
