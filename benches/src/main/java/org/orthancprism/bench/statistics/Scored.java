// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.statistics;

/**
 * What a judge gave for a film, and what is true of it.
 *
 * @param positive whether the finding is there
 * @param score how probable the judge holds it, in [0, 1]
 */
public record Scored(boolean positive, double score) {

  public Scored {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("a score lies in [0, 1], not " + score);
    }
  }
}
