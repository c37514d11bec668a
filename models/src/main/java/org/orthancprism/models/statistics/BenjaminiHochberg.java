// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Adjusts p values so that naming what is at most a rate names, on average, no more than this share
 * of it wrongly (Benjamini and Hochberg, Controlling the False Discovery Rate, J R Stat Soc B 57,
 * 1995, 289-300).
 */
public final class BenjaminiHochberg {

  private BenjaminiHochberg() {}

  /**
   * Adjusted p values, often called q values.
   *
   * @param p the p values of all that might be named, each in [0, 1]
   * @return in the same order, in [0, 1]
   */
  public static double[] adjusted(double[] p) {
    int[] falling =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> p[i]).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[p.length];
    double least = 1;
    for (int i = 0; i < falling.length; i++) {
      int rank = p.length - i;
      least = Math.min(least, p[falling[i]] * p.length / rank);
      adjusted[falling[i]] = least;
    }
    return adjusted;
  }
}
