// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.statistics;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Measurements in clusters, such as those in the films of patients, of whom some have several. Of
 * each cluster its size and its sums are kept, which is all that a mean over the members needs.
 */
public final class Clusters {

  private final double[] sizes;
  private final double[][] sums;

  private Clusters(double[] sizes, double[][] sums) {
    this.sizes = sizes;
    this.sums = sums;
  }

  /**
   * Adds up the members of each cluster.
   *
   * @param clusters at least one; each with one row of measurements for each of its members, at
   *     least one row, all rows of one length
   */
  public static Clusters of(Collection<List<double[]>> clusters) {
    double[] sizes = new double[clusters.size()];
    double[][] sums = new double[clusters.size()][];
    int cluster = 0;
    for (List<double[]> members : clusters) {
      double[] sum = new double[members.get(0).length];
      members.forEach(member -> add(sum, member));
      sizes[cluster] = members.size();
      sums[cluster] = sum;
      cluster++;
    }
    return new Clusters(sizes, sums);
  }

  /** How many clusters there are. */
  public int count() {
    return sizes.length;
  }

  /** How many quantities were measured in each member. */
  public int quantities() {
    return sums[0].length;
  }

  /** The mean of a quantity over all members. */
  public double mean(int quantity) {
    return total(sums(quantity)) / total(sizes);
  }

  /** The means of all quantities over the members of drawn clusters; some may be drawn twice. */
  double[] means(int[] drawn) {
    double members = 0;
    double[] means = new double[quantities()];
    for (int cluster : drawn) {
      members += sizes[cluster];
      add(means, sums[cluster]);
    }
    for (int quantity = 0; quantity < means.length; quantity++) {
      means[quantity] /= members;
    }
    return means;
  }

  /** The means of a quantity without one cluster each (the jackknife's); at least two clusters. */
  double[] meansWithoutOne(int quantity) {
    double[] sum = sums(quantity);
    double members = total(sizes);
    double total = total(sum);
    double[] means = new double[sizes.length];
    for (int cluster = 0; cluster < means.length; cluster++) {
      means[cluster] = (total - sum[cluster]) / (members - sizes[cluster]);
    }
    return means;
  }

  /** The sums of all quantities, those of the clusters that are flipped with the other sign. */
  double[] flipped(boolean[] flipped) {
    double[] totals = new double[quantities()];
    for (int cluster = 0; cluster < flipped.length; cluster++) {
      if (flipped[cluster]) {
        subtract(totals, sums[cluster]);
      } else {
        add(totals, sums[cluster]);
      }
    }
    return totals;
  }

  /** The sums of a quantity, one for each cluster. */
  double[] sums(int quantity) {
    double[] column = new double[sums.length];
    Arrays.setAll(column, cluster -> sums[cluster][quantity]);
    return column;
  }

  /** The clusters' numbers of members. */
  double[] sizes() {
    return sizes.clone();
  }

  private static void add(double[] totals, double[] more) {
    for (int i = 0; i < totals.length; i++) {
      totals[i] += more[i];
    }
  }

  private static void subtract(double[] totals, double[] less) {
    for (int i = 0; i < totals.length; i++) {
      totals[i] -= less[i];
    }
  }

  private static double total(double[] values) {
    double total = 0;
    for (double value : values) {
      total += value;
    }
    return total;
  }
}
