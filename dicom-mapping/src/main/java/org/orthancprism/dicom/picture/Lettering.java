// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.picture;

import java.util.List;

/**
 * Lines of text as a rectangle of dots, with a margin of two dots around.
 *
 * @param lines the lines, at least one of at least one sign
 */
public record Lettering(List<String> lines) {
  private static final int MARGIN = 2;
  private static final int LINE = Glyphs.HEIGHT + MARGIN;

  public Lettering {
    lines = List.copyOf(lines);
    if (lines.isEmpty() || lines.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("there is no text");
    }
  }

  /** Height in dots. */
  public int rows() {
    return MARGIN + LINE * lines.size();
  }

  /** Width in dots. */
  public int columns() {
    return 2 * MARGIN + lines.stream().mapToInt(Glyphs::width).max().orElseThrow();
  }

  /** Whether a dot is a letter's; the others are its ground. */
  public boolean isInk(int row, int column) {
    int line = (row - MARGIN) / LINE;
    int within = (row - MARGIN) % LINE;
    return row >= MARGIN
        && line < lines.size()
        && within < Glyphs.HEIGHT
        && Glyphs.isInk(lines.get(line), within, column - MARGIN);
  }
}
