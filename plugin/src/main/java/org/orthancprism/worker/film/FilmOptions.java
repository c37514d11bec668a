// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.film;

import java.nio.ByteBuffer;
import org.apache.commons.codec.digest.DigestUtils;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.film.FrontalView;
import org.orthancprism.dicom.film.PatientSides;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.inversion.LatentMasks;
import org.orthancprism.models.pack.EditingMethod;
import org.orthancprism.models.presence.FilmView;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.request.EditChoices;
import org.orthancprism.request.EditRegion;

/** Puts a user's choices and a film's header into the terms of an editor. */
final class FilmOptions {

  private FilmOptions() {}

  /**
   * The options of a film.
   *
   * @param pixels the film as the editor gets it
   */
  static EditOptions of(SourceFilm film, Film pixels, EditChoices choices, String packDigest) {
    Dataset header = film.object().dataset();
    return new EditOptions(
        choices.seed().isPresent() ? choices.seed().getAsInt() : seed(film, packDigest),
        choices.method().map(EditingMethod::parse),
        choices.region().map(region -> within(region, pixels)),
        FrontalView.of(header).map(view -> FilmView.valueOf(view.name())),
        PatientSides.areMirrored(header));
  }

  private static LatentMasks within(EditRegion region, Film film) {
    return LatentMasks.of(region.editMask(), region.keepMask(), film.rows(), film.columns());
  }

  /** Depends on film and pack alone, so that the same input gives the same result. */
  private static long seed(SourceFilm film, String packDigest) {
    String text = film.sopInstanceUid() + " " + packDigest;
    return ByteBuffer.wrap(DigestUtils.sha256(text)).getInt() & 0x7fffffffL;
  }
}
