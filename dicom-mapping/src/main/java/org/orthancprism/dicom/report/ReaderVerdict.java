// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a reader said of a counterfactual.
 *
 * @param reader who said it, 1 to {@value #LONGEST_READER} characters
 * @param opinion what was said
 * @param region where, if that was said
 * @param words the reader's own words, at most {@value #LONGEST_WORDS} characters; may be empty
 * @param at when
 */
public record ReaderVerdict(
    String reader, Opinion opinion, Optional<ReadRegion> region, String words, Instant at) {

  /** The longest name of a reader, in characters. */
  public static final int LONGEST_READER = 200;

  /** The longest words, in characters. */
  public static final int LONGEST_WORDS = 1000;

  public ReaderVerdict {
    Objects.requireNonNull(opinion, "opinion");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(at, "at");
    if (reader.isBlank() || reader.length() > LONGEST_READER) {
      throw new IllegalArgumentException(
          "a reader has a name of 1 to " + LONGEST_READER + " characters");
    }
    if (words.length() > LONGEST_WORDS) {
      throw new IllegalArgumentException(
          "a verdict has at most " + LONGEST_WORDS + " characters of words");
    }
  }
}
