// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.removal;

import java.util.List;

/**
 * How much was deleted, or would be.
 *
 * @param studies studies that held any of it
 * @param series series that held any of it
 * @param instances the results
 * @param tasks tasks that had made them
 */
public record Removed(long studies, long series, long instances, long tasks) {

  /** Nothing. */
  public static final Removed NOTHING = new Removed(0, 0, 0, 0);

  public Removed {
    if (studies < 0 || series < 0 || instances < 0 || tasks < 0) {
      throw new IllegalArgumentException("no fewer than none are deleted");
    }
  }

  /** What was chosen of one study. */
  static Removed of(List<DatedResult> chosen, int tasks) {
    long series = chosen.stream().map(one -> one.result().instance().seriesId()).distinct().count();
    return new Removed(1, series, chosen.size(), tasks);
  }

  /** Both together, of different studies. */
  public Removed plus(Removed other) {
    return new Removed(
        studies + other.studies,
        series + other.series,
        instances + other.instances,
        tasks + other.tasks);
  }

  /** In words, for example {@code studies 1, series 2, instances 2, tasks 1}. */
  @Override
  public String toString() {
    return "studies "
        + studies
        + ", series "
        + series
        + ", instances "
        + instances
        + ", tasks "
        + tasks;
  }
}
