// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.orthancprism.models.statistics.BcaInterval;
import org.orthancprism.models.statistics.ClusterBootstrap;
import org.orthancprism.models.statistics.Clusters;
import org.orthancprism.models.statistics.Interval;
import org.orthancprism.models.statistics.SignFlips;

/**
 * What was measured of one edit, before it is held against the whole matrix. Films of one patient
 * are one cluster.
 *
 * @param edit the edit's name
 * @param intention what it is meant to do
 * @param films number of films
 * @param patients number of patients that they are of
 * @param cells what was measured of each finding, in order
 */
record EditMeasurement(
    String edit, Optional<Intention> intention, int films, int patients, List<Cell> cells) {

  EditMeasurement {
    cells = List.copyOf(cells);
  }

  /**
   * What was measured of one finding.
   *
   * @param own the edit's intention, where it is about this finding
   * @param before mean probability before the edit
   * @param change its mean change
   * @param test interval and p value; empty where there are too few patients
   * @param controls what its controls did; empty where no controls were made
   */
  record Cell(
      String finding,
      Optional<Intention> own,
      double before,
      double change,
      Optional<Test> test,
      Optional<ControlMeasurement> controls) {

    /** The p value of the mean change being zero; 1 where there are too few patients. */
    double p() {
      return test.map(Test::p).orElse(1.0);
    }

    /** The p value of the change being no greater than a control's; its own without controls. */
    double pBeyondControls() {
      return controls.map(measured -> Math.max(p(), measured.p())).orElseGet(this::p);
    }

    /** Whether a change of this size and direction would be named if it is not chance. */
    boolean isNameable(double leastEffect) {
      return own.map(meant -> meant.gain(change)).orElse(Math.abs(change)) > leastEffect;
    }
  }

  /** Interval and p value of a mean change. */
  record Test(Interval interval, double p) {}

  /**
   * Measures an edit.
   *
   * @param films effects of this edit alone, at least one, in the order of their films
   */
  static EditMeasurement of(
      String edit, List<FilmEffect> films, List<String> findings, AuditSettings settings) {
    Clusters clusters = patients(films, FilmEffect::changes);
    List<Test> tests = tests(clusters, settings);
    Optional<Intention> intention = Intention.of(edit, findings);
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < findings.size(); i++) {
      String finding = findings.get(i);
      cells.add(
          new Cell(
              finding,
              intention.filter(meant -> meant.finding().equals(finding)),
              meanBefore(films, finding),
              clusters.mean(i),
              tests.isEmpty() ? Optional.empty() : Optional.of(tests.get(i)),
              Optional.empty()));
    }
    return new EditMeasurement(edit, intention, films.size(), clusters.count(), cells);
  }

  /**
   * The same beside controls.
   *
   * @param controls one for each cell, in order
   */
  EditMeasurement with(List<ControlMeasurement> controls) {
    List<Cell> beside = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      beside.add(
          new Cell(
              cell.finding(),
              cell.own(),
              cell.before(),
              cell.change(),
              cell.test(),
              Optional.of(controls.get(i))));
    }
    return new EditMeasurement(edit, intention, films, patients, beside);
  }

  /**
   * Measurements of films, those of each patient together.
   *
   * @param films in the order of their films
   * @param quantities what is measured of each
   */
  static Clusters patients(List<FilmEffect> films, Function<FilmEffect, double[]> quantities) {
    Map<String, List<double[]>> byPatient = new TreeMap<>();
    for (FilmEffect film : films) {
      byPatient
          .computeIfAbsent(film.cluster(), first -> new ArrayList<>())
          .add(quantities.apply(film));
    }
    return Clusters.of(byPatient.values());
  }

  /** One for each finding, or none where there are too few patients. */
  private static List<Test> tests(Clusters clusters, AuditSettings settings) {
    if (clusters.count() < settings.leastPatients()) {
      return List.of();
    }
    List<Interval> intervals = intervals(clusters, settings);
    double[] p = SignFlips.pValues(clusters, settings.flips(), settings.seed());
    List<Test> tests = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      tests.add(new Test(intervals.get(i), p[i]));
    }
    return tests;
  }

  /** Intervals of the means of all quantities; at least {@link AuditSettings#leastPatients}. */
  static List<Interval> intervals(Clusters clusters, AuditSettings settings) {
    return clusters.count() < SignFlips.EXACT_BELOW
        ? SignFlips.intervals(clusters, settings.level())
        : BcaInterval.ofMeans(
            clusters,
            new ClusterBootstrap(settings.resamples(), settings.seed()),
            settings.level());
  }

  private static double meanBefore(List<FilmEffect> films, String finding) {
    return films.stream()
        .mapToDouble(film -> film.before().getOrDefault(finding, 0.0))
        .average()
        .orElse(0);
  }
}
