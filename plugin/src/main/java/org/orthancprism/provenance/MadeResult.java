// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.provenance;

import java.time.Instant;
import java.util.Objects;
import org.orthancprism.dicom.film.PixelDigest;

/**
 * An image that was made by a worker of this queue.
 *
 * @param pixels its pixels
 * @param result its SOP Instance UID
 * @param film SOP Instance UID of the film that it was made from
 * @param pack digest of the pack
 * @param at when it was made
 */
public record MadeResult(PixelDigest pixels, String result, String film, String pack, Instant at) {

  public MadeResult {
    Objects.requireNonNull(pixels, "pixels");
    Objects.requireNonNull(result, "result");
    Objects.requireNonNull(film, "film");
    Objects.requireNonNull(pack, "pack");
    Objects.requireNonNull(at, "at");
  }
}
