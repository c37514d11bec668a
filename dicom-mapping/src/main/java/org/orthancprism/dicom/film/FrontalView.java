// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.Arrays;
import java.util.Optional;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/** From where a frontal film was exposed, as View Position (0018,5101) names it. */
public enum FrontalView {
  AP,
  PA;

  /** The view of a film; empty where it does not say it. */
  public static Optional<FrontalView> of(Dataset film) {
    return film.string(Tag.VIEW_POSITION)
        .flatMap(
            said -> Arrays.stream(values()).filter(view -> view.name().equals(said)).findFirst());
  }
}
