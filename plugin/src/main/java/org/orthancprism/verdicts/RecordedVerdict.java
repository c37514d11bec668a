// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.verdicts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.orthancprism.dicom.report.ReaderVerdict;
import org.orthancprism.dicom.result.DerivedUid;

/**
 * A verdict as the queue's database keeps it.
 *
 * @param result what was judged
 * @param verdict what was said, by whom and when
 * @param number the how manieth verdict of this reader on this result, from 1 on
 * @param document what became of its document in the archive
 * @param isCurrent whether the reader has said nothing else since
 */
public record RecordedVerdict(
    JudgedResult result, ReaderVerdict verdict, int number, Document document, boolean isCurrent) {

  /** What became of a verdict's document. */
  public enum Document {
    /** A worker is going to write it. */
    WAITING,
    /** It is in the study. */
    STORED,
    /** It can't be written: the counterfactual or its report is gone, or Orthanc refused it. */
    REFUSED;

    /** The name in answers and in the database. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Document of(String label) {
      return Arrays.stream(values())
          .filter(one -> one.label().equals(label))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no state of a document: " + label));
    }
  }

  public RecordedVerdict {
    Objects.requireNonNull(result, "result");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(document, "document");
    if (number < 1) {
      throw new IllegalArgumentException("verdicts are numbered from 1 on");
    }
  }

  /** SOP Instance UID of its document. */
  public String documentUid() {
    return DerivedUid.verdict(
        result.sopInstanceUid(), verdict.reader(), verdict.at().toEpochMilli());
  }
}
