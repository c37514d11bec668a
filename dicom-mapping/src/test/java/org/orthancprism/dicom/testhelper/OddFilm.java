// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.testhelper;

import org.orthancprism.dicom.dataset.Dataset;

/**
 * A film whose header is odd.
 *
 * @param name what is odd about it
 * @param film the film
 * @param meant the same film without what is wrong with it; the film itself if nothing is
 * @param kind how far viewers can show it
 */
public record OddFilm(String name, Dataset film, Dataset meant, Kind kind) {

  /** How far viewers can show a film. */
  public enum Kind {
    /** Every viewer shows it as it is meant, once what is wrong with it is taken away. */
    PLAIN,
    /** What is wrong with it is kept, since some viewers believe it and others do not. */
    AMBIGUOUS,
    /** DCMTK does not show it, since it rounds the modality's values to whole numbers. */
    FRACTIONS
  }

  /** Whether nothing is wrong with it. */
  public boolean isSound() {
    return film == meant;
  }

  /** The film as viewers read it that do not see through what is wrong with it. */
  public Dataset readable() {
    return kind == Kind.AMBIGUOUS ? film : meant;
  }

  @Override
  public String toString() {
    return name;
  }
}
