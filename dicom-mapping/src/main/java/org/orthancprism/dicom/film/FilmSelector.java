// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.List;
import org.orthancprism.dicom.dataset.Dataset;

/** Tells frontal chest radiographs from everything else. */
public final class FilmSelector {

  /** Decides about an instance by its attributes. */
  public Selection select(Dataset dataset) {
    return new Selection.Eligible(List.of());
  }
}
