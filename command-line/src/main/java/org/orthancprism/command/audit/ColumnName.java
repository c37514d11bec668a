// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.awt.Font;
import java.awt.Paint;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.TextAnchor;

/**
 * The name over a column, broken into lines at its spaces, since no axis of the charting library
 * breaks one.
 *
 * @param lines the lines, at least one
 */
record ColumnName(List<String> lines) {

  /** Distance of two lines, in cells. */
  private static final double LINE = 0.27;

  ColumnName {
    lines = List.copyOf(lines);
  }

  /** Breaks a name into lines of at most so many letters, longer words apart. */
  static ColumnName lines(String name, int letters) {
    List<String> lines = new ArrayList<>();
    for (String word : name.replace('_', ' ').split(" ", -1)) {
      int last = lines.size() - 1;
      if (last >= 0 && lines.get(last).length() + 1 + word.length() <= letters) {
        lines.set(last, lines.get(last) + " " + word);
      } else {
        lines.add(word);
      }
    }
    return new ColumnName(lines);
  }

  /** Writes the name with its last line at a place of the plot. */
  void annotate(XYPlot plot, double x, double bottom, Font font, Paint paint) {
    for (int i = 0; i < lines.size(); i++) {
      double y = bottom - LINE * (lines.size() - 1 - i);
      XYTextAnnotation line = new XYTextAnnotation(lines.get(i), x, y);
      line.setFont(font);
      line.setPaint(paint);
      line.setTextAnchor(TextAnchor.BOTTOM_CENTER);
      plot.addAnnotation(line);
    }
  }
}
