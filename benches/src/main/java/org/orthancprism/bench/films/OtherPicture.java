// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.films;

import java.io.IOException;
import java.nio.file.Path;
import org.orthancprism.bench.BenchException;
import org.orthancprism.models.film.Film;

/**
 * A picture that is no frontal chest film of an adult, to try a film check on.
 *
 * @param patient whose it is, or its own name
 * @param kind what it is, for example {@code child-chest}
 * @param file the picture
 */
public record OtherPicture(String patient, String kind, Path file) {

  public OtherPicture {
    if (patient.isBlank() || kind.isBlank()) {
      throw new IllegalArgumentException("a picture has a patient and a kind: " + file);
    }
  }

  /** Luminance in [0, 1]. */
  public Film film() throws IOException, BenchException {
    return LabelledFilm.read(file);
  }
}
