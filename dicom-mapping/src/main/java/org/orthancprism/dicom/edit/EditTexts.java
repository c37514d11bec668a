// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.edit;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts in which an image says what it is. */
public final class EditTexts {
  private static final int LONG_STRING = 64;
  private static final int SHORT_TEXT = 1024;
  private static final int LONGEST_CAUTION = 200;
  private static final String WARNING = " - SYNTHETIC, not for diagnosis";

  /** What {@link #place} writes. */
  private static final Pattern PLACE =
      Pattern.compile(
          "Label burned in over columns (\\d{1,6}) to (\\d{1,6}) of rows (\\d{1,6}) to (\\d{1,6})");

  private EditTexts() {}

  /**
   * Series Description, for example {@code Change: Edema added - SYNTHETIC, not for diagnosis}.
   *
   * @param start what kind of image it is; empty for the counterfactual itself
   */
  public static String seriesDescription(EditDescription edit, String start) {
    String end = end(edit) + WARNING;
    return start + shortened(edit.findingName(), LONG_STRING - start.length() - end.length()) + end;
  }

  /**
   * Derivation Description: all that must be known to make the image again. Captions are shortened
   * if the text would not fit a Short Text of 1024 characters.
   */
  public static String derivationDescription(
      EditDescription edit, Optional<SyntheticLabel> label, Algorithm algorithm) {
    String start =
        String.format(
            Locale.ROOT,
            "SYNTHETIC counterfactual image, not for diagnosis. %s%s (%s, %s)%s by %s. ",
            shortened(edit.ending().sentence(), LONGEST_CAUTION),
            edit.findingName(),
            edit.finding().value(),
            edit.finding().scheme(),
            end(edit),
            shortened(edit.method(), LONG_STRING));
    String end =
        String.format(
            Locale.ROOT,
            "Seed %d, %d steps, guidance %s. %s%s%s %s, pack %s %s, SHA-256 %s.",
            edit.seed(),
            edit.steps(),
            edit.guidance(),
            edit.masks().map(GivenMasks::sentence).orElse(""),
            label.map(EditTexts::place).orElse(""),
            algorithm.modelName(),
            algorithm.softwareVersion(),
            algorithm.packName(),
            algorithm.packVersion(),
            algorithm.packDigest());
    int space = (SHORT_TEXT - start.length() - end.length() - 48) / 2;
    return start
        + caption("Source caption", edit.sourceCaption(), space)
        + caption("Target caption", edit.targetCaption(), space)
        + end;
  }

  /** What follows the finding's name. */
  public static String end(EditDescription edit) {
    String word = edit.change().word();
    return word.isEmpty() ? "" : " " + word;
  }

  /** Columns and rows count from 1, as DICOM's do. */
  private static String place(SyntheticLabel label) {
    PixelArea area = label.area();
    return String.format(
        Locale.ROOT,
        "Label burned in over columns %d to %d of rows %d to %d. ",
        area.column() + 1,
        area.column() + area.columns(),
        area.row() + 1,
        area.row() + area.rows());
  }

  /**
   * Where a counterfactual's label is burned in, as its Derivation Description (0008,2111) says;
   * empty where it says nothing.
   */
  public static Optional<PixelArea> labelArea(String derivationDescription) {
    Matcher found = PLACE.matcher(derivationDescription);
    if (!found.find()) {
      return Optional.empty();
    }
    int column = Integer.parseInt(found.group(1)) - 1;
    int row = Integer.parseInt(found.group(3)) - 1;
    return Optional.of(
        new PixelArea(
            row,
            column,
            Integer.parseInt(found.group(4)) - row,
            Integer.parseInt(found.group(2)) - column));
  }

  private static String caption(String title, String caption, int space) {
    return caption.isBlank()
        ? ""
        : title + ": \"" + shortened(caption.replaceAll("\\s+", " "), space) + "\". ";
  }

  public static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 3).strip() + "...";
  }
}
