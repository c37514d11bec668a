// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.util.Optional;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.PixelDescription;
import org.orthancprism.dicom.dataset.Tag;

/**
 * What the Image Pixel module of a radiograph says, and what none may say: CR and DX images are
 * grayscale by their definition (PS3.3 C.8.1.1 and C.8.11.3), and no film is a few pixels wide.
 */
final class ImageRules {

  private ImageRules() {}

  static Optional<String> severalFrames(Dataset dataset) {
    int frames = PixelDescription.numberOfFrames(dataset);
    return frames == 1 ? Optional.empty() : Optional.of("the image has " + frames + " frames");
  }

  static Optional<String> forProcessing(Dataset dataset) {
    return dataset.string(Tag.PRESENTATION_INTENT_TYPE).filter("FOR PROCESSING"::equals).isPresent()
        ? Optional.of("the image is for processing, not for presentation")
        : Optional.empty();
  }

  /** A colour photograph may well be filed among the radiographs. */
  static Optional<String> colour(Dataset dataset) {
    return PixelDescription.isGrayscale(dataset) || isPalette(dataset)
        ? Optional.empty()
        : Optional.of("the image is not grayscale (MONOCHROME1 or MONOCHROME2)");
  }

  static Optional<String> pseudoColour(Dataset dataset) {
    return isPalette(dataset)
        ? Optional.of(
            "its photometric interpretation is PALETTE COLOR, which no radiograph has; send the"
                + " original")
        : Optional.empty();
  }

  private static boolean isPalette(Dataset dataset) {
    return PixelDescription.photometricInterpretation(dataset).equals("PALETTE COLOR");
  }

  static Optional<String> fewPixels(Dataset dataset) {
    int rows = dataset.integer(Tag.ROWS).orElse(0);
    int columns = dataset.integer(Tag.COLUMNS).orElse(0);
    return rows >= FilmSelector.SMALLEST_SIDE && columns >= FilmSelector.SMALLEST_SIDE
        ? Optional.empty()
        : Optional.of("a film of " + rows + "x" + columns + " pixels is damaged; send it again");
  }

  static Optional<String> otherBits(Dataset dataset) {
    int allocated = dataset.integer(Tag.BITS_ALLOCATED).orElse(0);
    int stored = dataset.integer(Tag.BITS_STORED).orElse(allocated);
    return (allocated == 8 || allocated == 16) && stored >= 8 && stored <= allocated
        ? Optional.empty()
        : Optional.of("the image has " + stored + " of " + allocated + " bits, not 8 to 16");
  }
}
