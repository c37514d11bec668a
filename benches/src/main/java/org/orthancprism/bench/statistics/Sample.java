// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.orthancprism.models.statistics.ClusterBootstrap;
import org.orthancprism.models.statistics.Interval;
import org.orthancprism.models.statistics.Quantile;

/**
 * Observations of patients, some of whom have several.
 *
 * <p>Intervals are percentiles of a {@link ClusterBootstrap} of patients. They are not accelerated
 * as those of means are: a median has no jackknife that would tell how.
 *
 * @param <T> what is observed
 */
public final class Sample<T> {

  private static final ClusterBootstrap BOOTSTRAP = new ClusterBootstrap(2000, 1);
  private static final double TAIL = 0.025;

  private final Map<String, List<T>> byPatient = new LinkedHashMap<>();

  /** Adds an observation of a patient. */
  public void add(String patient, T observation) {
    byPatient.computeIfAbsent(patient, unknown -> new ArrayList<>()).add(observation);
  }

  public boolean isEmpty() {
    return byPatient.isEmpty();
  }

  /** The statistic with its interval; empty where these observations give none. */
  public Optional<Estimate> estimate(Statistic<T> statistic) {
    List<List<T>> patients = List.copyOf(byPatient.values());
    List<T> all = patients.stream().flatMap(List::stream).toList();
    double value = all.isEmpty() ? Double.NaN : statistic.of(all);
    return Double.isFinite(value)
        ? Optional.of(
            new Estimate(value, interval(patients, statistic), all.size(), patients.size()))
        : Optional.empty();
  }

  /** Empty where most resamples give no figure, as where one patient alone has the finding. */
  private Optional<Interval> interval(List<List<T>> patients, Statistic<T> statistic) {
    if (patients.size() < 2) {
      return Optional.empty();
    }
    double[] figures = new double[BOOTSTRAP.resamples()];
    int[] finite = {0};
    BOOTSTRAP.each(
        patients.size(),
        drawn -> {
          double figure =
              statistic.of(
                  IntStream.of(drawn).mapToObj(patients::get).flatMap(List::stream).toList());
          if (Double.isFinite(figure)) {
            figures[finite[0]++] = figure;
          }
        });
    if (finite[0] < figures.length / 2) {
      return Optional.empty();
    }
    double[] sorted = Arrays.copyOf(figures, finite[0]);
    Arrays.sort(sorted);
    return Optional.of(new Interval(Quantile.of(sorted, TAIL), Quantile.of(sorted, 1 - TAIL)));
  }
}
