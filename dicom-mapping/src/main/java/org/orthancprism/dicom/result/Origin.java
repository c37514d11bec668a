// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.time.Clock;
import java.util.Objects;
import org.orthancprism.dicom.edit.Algorithm;

/**
 * What makes results, and when.
 *
 * @param algorithm the algorithm that made the counterfactuals
 * @param numbers numbers for the series of the study
 * @param clock time of the origin
 */
public record Origin(Algorithm algorithm, SeriesNumbers numbers, Clock clock) {

  public Origin {
    Objects.requireNonNull(algorithm, "algorithm");
    Objects.requireNonNull(numbers, "numbers");
    Objects.requireNonNull(clock, "clock");
  }

  /** Digest of the pack, which all UIDs depend on. */
  public String packDigest() {
    return algorithm.packDigest();
  }
}
