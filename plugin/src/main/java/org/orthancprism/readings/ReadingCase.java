// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.readings;

import java.util.Objects;
import java.util.Optional;

/**
 * An image of a blinded reading, with the truth about it.
 *
 * @param number of the case, from 1 on; no reader's order is that of the numbers
 * @param synthetic whether the counterfactual is shown; else the film is
 * @param study Orthanc's identifier of the study
 * @param filmInstance Orthanc's identifier of the film
 * @param resultInstance Orthanc's identifier of the counterfactual
 * @param film SOP Instance UID of the film
 * @param result SOP Instance UID of the counterfactual
 * @param edit name of the edit that made the counterfactual
 * @param finding what that edit is about
 * @param pack digest of the pack
 * @param cover what is covered, whichever of the two is shown
 */
public record ReadingCase(
    int number,
    boolean synthetic,
    String study,
    String filmInstance,
    String resultInstance,
    String film,
    String result,
    String edit,
    String finding,
    String pack,
    Optional<Cover> cover) {

  public ReadingCase {
    Objects.requireNonNull(cover, "cover");
    if (number < 1) {
      throw new IllegalArgumentException("cases are numbered from 1 on");
    }
  }

  static ReadingCase of(int number, boolean synthetic, ReadablePair pair) {
    return new ReadingCase(
        number,
        synthetic,
        pair.study(),
        pair.filmInstance(),
        pair.resultInstance(),
        pair.edit().film(),
        pair.edit().counterfactual(),
        pair.edit().name(),
        pair.edit().finding().meaning(),
        pair.pack(),
        pair.cover());
  }

  /** Orthanc's identifier of the instance that is shown. */
  public String shown() {
    return synthetic ? resultInstance : filmInstance;
  }
}
