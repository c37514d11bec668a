// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.statistics;

import java.util.List;

/**
 * A figure over some observations.
 *
 * @param <T> what is observed
 */
@FunctionalInterface
public interface Statistic<T> {

  /** The figure, or not a number where these observations give none. */
  double of(List<T> observations);
}
