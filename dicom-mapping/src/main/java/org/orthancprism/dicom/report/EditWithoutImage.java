// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.util.Objects;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.EditEnding;

/**
 * An edit of which no image is stored, with its reason.
 *
 * @param source attributes of the film
 * @param counterfactual the SOP Instance UID that its counterfactual would have
 * @param edit what was asked for, and how it ended
 */
public record EditWithoutImage(Dataset source, String counterfactual, EditDescription edit) {

  public EditWithoutImage {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(counterfactual, "counterfactual");
    Objects.requireNonNull(edit, "edit");
    if (edit.ending().status() == EditEnding.Status.MADE) {
      throw new IllegalArgumentException("an edit that was made has an image");
    }
  }
}
