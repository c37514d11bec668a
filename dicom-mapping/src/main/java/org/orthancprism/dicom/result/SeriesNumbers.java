// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.HashMap;
import java.util.Map;

/**
 * Numbers for the series that are added to a study: behind all that it has, one after the other in
 * the order in which they are asked for, and never below 9001. A series that is there already keeps
 * its number.
 *
 * <p>Not to be shared between threads.
 */
public final class SeriesNumbers {
  private static final int FIRST = 9001;

  private final Map<String, Integer> numbers;
  private int next;

  private SeriesNumbers(Map<String, Integer> present) {
    this.numbers = new HashMap<>(present);
    this.next = FIRST;
    present.values().forEach(number -> next = Math.max(next, number + 1));
  }

  /**
   * Numbers for a study.
   *
   * @param present the numbers of the series that it has, by their Series Instance UIDs
   */
  public static SeriesNumbers behind(Map<String, Integer> present) {
    return new SeriesNumbers(present);
  }

  /** The number of a series. */
  public int of(String seriesInstanceUid) {
    return numbers.computeIfAbsent(seriesInstanceUid, uid -> next++);
  }
}
