// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.dicom.contour.Contour;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.EditDescription;

/**
 * An edit whose objects are written: what the report tells of it, and refers to.
 *
 * @param source attributes of the film
 * @param counterfactual attributes of its counterfactual
 * @param edit what was done
 * @param change how much it changed
 * @param outlines where it changed something, the largest first
 * @param assessment what else is known of it
 * @param furtherImages attributes of further images of the edit, as its difference image
 * @param presentationState attributes of the presentation state that shows the change in the film
 */
public record EditedFilm(
    Dataset source,
    Dataset counterfactual,
    EditDescription edit,
    ChangeMeasures change,
    List<Contour> outlines,
    Assessment assessment,
    List<Dataset> furtherImages,
    Optional<Dataset> presentationState) {

  public EditedFilm {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(counterfactual, "counterfactual");
    Objects.requireNonNull(edit, "edit");
    Objects.requireNonNull(change, "change");
    Objects.requireNonNull(assessment, "assessment");
    Objects.requireNonNull(presentationState, "presentationState");
    outlines = List.copyOf(outlines);
    furtherImages = List.copyOf(furtherImages);
    if (change.changedPixels() > pixels(source)) {
      throw new IllegalArgumentException("more pixels changed than the film has");
    }
  }

  /** A counterfactual of which no more is known than what it changed. */
  public EditedFilm(
      Dataset source, Dataset counterfactual, EditDescription edit, ChangeMeasures change) {
    this(
        source,
        counterfactual,
        edit,
        change,
        List.of(),
        Assessment.none(),
        List.of(),
        Optional.empty());
  }

  /** The same with the presentation state in which it is drawn. */
  public EditedFilm in(Dataset state) {
    return new EditedFilm(
        source,
        counterfactual,
        edit,
        change,
        outlines,
        assessment,
        furtherImages,
        Optional.of(state));
  }

  /** Share of the film's pixels that changed, 0 to 1. */
  public double changedFraction() {
    return (double) change.changedPixels() / pixels(source);
  }

  private static long pixels(Dataset source) {
    return (long) source.integer(Tag.ROWS).orElse(0) * source.integer(Tag.COLUMNS).orElse(0);
  }
}
