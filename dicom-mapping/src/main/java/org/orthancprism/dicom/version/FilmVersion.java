// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.version;

import java.util.Objects;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * Which film it is, as it is now: a UID alone does not identify it, since a corrected film may be
 * sent under the UID of the wrong one, and one UID may be in two series or of two patients.
 *
 * @param sopInstanceUid the film's SOP Instance UID
 * @param image digest of its pixel data and of how they are displayed, 64 hexadecimal digits
 * @param identity whom it shows
 */
public record FilmVersion(String sopInstanceUid, String image, FilmIdentity identity) {

  public FilmVersion {
    Objects.requireNonNull(sopInstanceUid, "sopInstanceUid");
    Objects.requireNonNull(identity, "identity");
    if (!image.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("no digest of an image: " + image);
    }
  }

  /**
   * The version of a film. Reads all of its pixel data, so that one keeps it.
   *
   * @param film the film's attributes, its pixel data as they are stored
   * @throws IllegalArgumentException if the film has no SOP Instance UID
   */
  public static FilmVersion of(Dataset film) {
    String uid =
        film.string(Tag.SOP_INSTANCE_UID)
            .orElseThrow(() -> new IllegalArgumentException("the film has no SOP Instance UID"));
    return new FilmVersion(uid, ImageDigest.of(film), FilmIdentity.of(film));
  }

  /** What UIDs of results depend on; another for each version. */
  public String key() {
    return String.join("\n", sopInstanceUid, image, identity.subject(), identity.view());
  }
}
