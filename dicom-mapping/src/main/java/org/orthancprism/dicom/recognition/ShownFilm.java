// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.recognition;

import java.util.Optional;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.version.FilmIdentity;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.dicom.version.Fingerprint;

/**
 * Which content of a film an image shows. A film that was sent again with other pixels or for
 * another patient shows another content than the images that were made of it before.
 *
 * @param fingerprint the same text for a film and for the images that were made of it as it is;
 *     empty for an image in a study of its own, which states no order
 * @param withoutOrder the same text for a film and for all images that were made of it as it is, of
 *     whatever order it is
 */
public record ShownFilm(Optional<String> fingerprint, String withoutOrder) {

  /**
   * What an image shows. Reads all pixel data of a film.
   *
   * @return empty for a synthetic image that does not tell, and for what has no SOP Instance UID
   */
  public static Optional<ShownFilm> of(Dataset image) {
    Optional<OwnObject> made = OwnObject.of(image);
    if (made.isPresent()) {
      return made.get().mark().map(mark -> of(mark.film(), made.get().identity()));
    }
    if (!image.hasValue(Tag.SOP_INSTANCE_UID)) {
      return Optional.empty();
    }
    FilmVersion film = FilmVersion.of(image);
    return Optional.of(of(Fingerprint.of(film), film.identity()));
  }

  private static ShownFilm of(String image, FilmIdentity identity) {
    Optional<String> whole =
        identity.subject().isEmpty()
            ? Optional.empty()
            : Optional.of(image + Fingerprint.of(identity.subject(), identity.view()));
    return new ShownFilm(whole, image + Fingerprint.of(identity.patient(), identity.view()));
  }
}
