// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.films;

import java.util.Locale;
import java.util.Optional;
import org.orthancprism.models.presence.FilmView;

/** From where a frontal film was exposed, as DICOM's View Position names it. */
public enum View {
  /** From the front, as films of patients in bed are. */
  AP,
  /** From the back, as films of patients who stand are. */
  PA,
  /** Not known, or another. */
  OTHER;

  /** The same as packs name it; empty where it is not known. */
  public Optional<FilmView> known() {
    return switch (this) {
      case AP -> Optional.of(FilmView.AP);
      case PA -> Optional.of(FilmView.PA);
      case OTHER -> Optional.empty();
    };
  }

  static View of(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "AP" -> AP;
      case "PA" -> PA;
      default -> OTHER;
    };
  }
}
