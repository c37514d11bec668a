// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.edit.LabelPlacement;
import org.orthancprism.dicom.edit.PixelArea;
import org.orthancprism.dicom.edit.SyntheticLabel;
import org.orthancprism.dicom.picture.Lettering;

/**
 * What the colours of a difference image mean, below the label if there is one: a bar from the
 * strongest fall to the strongest rise over black, grey and white.
 *
 * @param lettering the words above the bar
 * @param area the pixels that it takes
 * @param dot pixels to a dot of a letter
 */
record ChangeLegend(Lettering lettering, PixelArea area, int dot) {
  private static final int BAR = 9;
  private static final int MARGIN = 2;
  private static final int WHITE = 0xFFFFFF;
  private static final int BLACK = 0;

  /** The legend in the place where it covers least; empty if the film is too small for it. */
  static Optional<ChangeLegend> of(FilmEdit edit, boolean labelled, double full) {
    List<String> lines =
        new ArrayList<>(
            labelled ? SyntheticLabel.lines(edit.edit()) : List.of("CHANGE BY THE EDIT"));
    lines.add("DARKER             BRIGHTER");
    String percent = String.format(Locale.ROOT, "%.0f%%", 100 * full);
    String gap = " ".repeat(12 - percent.length());
    lines.add("-" + percent + gap + "0" + gap + "+" + percent);
    Lettering lettering = new Lettering(lines);
    return LabelPlacement.of(edit, lettering.rows() + BAR + MARGIN, lettering.columns())
        .map(area -> new ChangeLegend(lettering, area, LabelPlacement.dot(edit.source())));
  }

  /** The colour of a pixel of the legend's area. */
  int rgb(int row, int column, ChangeColours colours) {
    int dotRow = (row - area.row()) / dot;
    int dotColumn = (column - area.column()) / dot;
    int bar = dotRow - lettering.rows();
    int width = lettering.columns() - 2 * MARGIN;
    double place = (column - area.column() - MARGIN * dot + 0.5) / (width * dot);
    if (bar >= 0 && bar < BAR && place >= 0 && place <= 1) {
      int third = 3 * bar / BAR;
      return colours.rgb(third * 0.5f, 2 * place - 1);
    }
    return lettering.isInk(dotRow, dotColumn) ? WHITE : BLACK;
  }
}
