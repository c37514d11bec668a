// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.util.Objects;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.result.EditDescription;

/**
 * One counterfactual that the report tells of.
 *
 * @param source attributes of the film
 * @param counterfactual attributes of its counterfactual
 * @param edit what was done
 * @param change how much it changed
 */
public record EditedFilm(
    Dataset source, Dataset counterfactual, EditDescription edit, ChangeMeasures change) {

  public EditedFilm {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(counterfactual, "counterfactual");
    Objects.requireNonNull(edit, "edit");
    Objects.requireNonNull(change, "change");
    if (change.changedPixels() > pixels(source)) {
      throw new IllegalArgumentException("more pixels changed than the film has");
    }
  }

  /** Share of the film's pixels that changed, 0 to 1. */
  public double changedFraction() {
    return (double) change.changedPixels() / pixels(source);
  }

  private static long pixels(Dataset source) {
    return (long) source.integer(Tag.ROWS).orElse(0) * source.integer(Tag.COLUMNS).orElse(0);
  }
}
