// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.util.Locale;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.result.PixelSpacing;

/** In plain words: what a counterfactual is, and what must not be read into it. */
final class Limits {

  private Limits() {}

  static String of(EditedFilm film) {
    String imagined = imagined(film.edit());
    String area =
        PixelSpacing.of(film.source()).isPresent()
            ? "The area is counted in the plane that the film's pixel spacing refers to. "
            : "The film gives no pixel spacing, so that the changed area is known in percent alone."
                + " ";
    return String.format(
        Locale.ROOT,
        "%sSynthetic image, not for diagnosis. A generative model imagined this film %s. %s"
            + "Neither the image nor the measurements show that the finding is present or absent, "
            + "and the model may have changed more or less than it was asked to. "
            + "Look at the original film.",
        film.edit().ending().sentence(),
        imagined,
        area);
  }

  static String of(EditWithoutImage film) {
    return String.format(
        Locale.ROOT,
        "No image is stored of this edit: %s. %s. That says nothing of the patient.",
        film.edit().ending().caution(),
        film.edit().ending().reason());
  }

  private static String imagined(EditDescription edit) {
    return switch (edit.change()) {
      case REMOVED -> "without: " + edit.findingName();
      case ADDED -> "with: " + edit.findingName();
      case PROMPTED -> "as a caption asked for";
    };
  }
}
