// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.awt.Color;
import java.awt.Paint;
import org.jfree.chart.renderer.PaintScale;
import org.orthancprism.dicom.picture.DivergingColours;
import org.orthancprism.models.audit.Effect;
import org.orthancprism.models.audit.EffectMatrix;

/**
 * The colours of changes of a probability, centred at zero.
 *
 * @param bound the change that has the strongest colour, above 0
 */
record ChangeScale(double bound) implements PaintScale {

  private static final double LEAST_BOUND = 0.1;

  /** The scale that holds every change of a matrix: its greatest, rounded up to a tenth. */
  static ChangeScale of(EffectMatrix matrix) {
    double greatest =
        matrix.edits().stream()
            .flatMap(row -> row.effects().stream())
            .mapToDouble(effect -> Math.abs(effect.change()))
            .max()
            .orElse(0);
    return new ChangeScale(Math.max(LEAST_BOUND, Math.ceil(10 * greatest) / 10));
  }

  @Override
  public double getLowerBound() {
    return -bound;
  }

  @Override
  public double getUpperBound() {
    return bound;
  }

  @Override
  public Paint getPaint(double change) {
    return new Color(DivergingColours.rgb(change / bound));
  }

  /** What is written on a cell of this change. */
  Paint ink(Effect effect) {
    return Math.abs(effect.change()) > 0.7 * bound ? Color.WHITE : Color.BLACK;
  }
}
