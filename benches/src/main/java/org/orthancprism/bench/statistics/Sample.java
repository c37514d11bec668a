// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.orthancprism.models.audit.Interval;
import org.orthancprism.models.statistics.Quantile;

/**
 * Observations of patients, some of whom have several.
 *
 * <p>Intervals are percentiles of a bootstrap that draws patients with all their observations
 * (Davison and Hinkley, Bootstrap Methods and their Application, 1997, section 3.8): films of one
 * patient are alike, and as many films of as many patients would tell more.
 *
 * @param <T> what is observed
 */
public final class Sample<T> {

  private static final int RESAMPLES = 2000;
  private static final long SEED = 1;
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
    SplittableRandom random = new SplittableRandom(SEED);
    double[] figures = new double[RESAMPLES];
    int finite = 0;
    for (int resample = 0; resample < RESAMPLES; resample++) {
      List<T> drawn = new ArrayList<>();
      for (int draw = 0; draw < patients.size(); draw++) {
        drawn.addAll(patients.get(random.nextInt(patients.size())));
      }
      double figure = statistic.of(drawn);
      if (Double.isFinite(figure)) {
        figures[finite++] = figure;
      }
    }
    if (finite < RESAMPLES / 2) {
      return Optional.empty();
    }
    double[] sorted = Arrays.copyOf(figures, finite);
    Arrays.sort(sorted);
    return Optional.of(new Interval(Quantile.of(sorted, TAIL), Quantile.of(sorted, 1 - TAIL)));
  }
}
