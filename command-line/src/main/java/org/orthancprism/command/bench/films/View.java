// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.bench.films;

import java.util.Locale;

/** From where a frontal film was exposed, as DICOM's View Position names it. */
public enum View {
  /** From the front, as films of patients in bed are. */
  AP,
  /** From the back, as films of patients who stand are. */
  PA,
  /** Not known, or another. */
  OTHER;

  static View of(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "AP" -> AP;
      case "PA" -> PA;
      default -> OTHER;
    };
  }
}
