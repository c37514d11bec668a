// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.orthancprism.models.statistics.Clusters;
import org.orthancprism.models.statistics.Interval;
import org.orthancprism.models.statistics.SignFlips;

/**
 * What an edit's controls did to one finding, before it is held against the whole matrix.
 *
 * @param controls what each control did
 * @param excess by how much the effect is beyond the strongest control; empty where the films with
 *     controls are of too few patients
 */
record ControlMeasurement(List<ControlEffect> controls, Optional<Excess> excess) {

  /**
   * Beyond the strongest control.
   *
   * @param p p value of the effect being no greater than any control's
   */
  record Excess(String control, double mean, Interval interval, double p) {}

  ControlMeasurement {
    controls = List.copyOf(controls);
  }

  /** The p value of the effect being no greater than any control's; 1 where there is no control. */
  double p() {
    return excess.map(Excess::p).orElse(1.0);
  }

  ControlComparison comparison(double q) {
    return new ControlComparison(
        controls,
        excess.map(
            one ->
                new ControlComparison.Beyond(
                    one.control(), one.mean(), new Evidence(one.interval(), one.p(), q))));
  }

  /**
   * One control over the films that it could be made of.
   *
   * @param effects its mean effect on each finding
   * @param p for each finding the p value of the edit's effect being no greater than the control's
   */
  private record OfControl(
      String name, List<FilmEffect> films, List<Double> effects, Optional<List<Double>> p) {}

  /**
   * Measures the controls of an edit.
   *
   * @param films effects of this edit alone, in the order of their films
   * @param edit what was measured of the edit itself
   * @return one for each finding, in order
   */
  static List<ControlMeasurement> of(
      List<FilmEffect> films, EditMeasurement edit, AuditSettings settings) {
    List<OfControl> controls =
        films.stream()
            .flatMap(film -> film.controls().keySet().stream())
            .distinct()
            .sorted()
            .map(name -> control(name, films, settings))
            .toList();
    List<ControlMeasurement> measured = new ArrayList<>();
    for (int i = 0; i < edit.cells().size(); i++) {
      int finding = i;
      List<ControlEffect> effects =
          controls.stream()
              .map(
                  one ->
                      new ControlEffect(one.name(), one.films().size(), one.effects().get(finding)))
              .toList();
      measured.add(new ControlMeasurement(effects, excess(controls, finding, settings)));
    }
    return measured;
  }

  private static OfControl control(String name, List<FilmEffect> all, AuditSettings settings) {
    List<FilmEffect> films =
        all.stream().filter(film -> film.controls().containsKey(name)).toList();
    Clusters effects = EditMeasurement.patients(films, film -> film.changes(name));
    List<Double> means = IntStream.range(0, effects.quantities()).mapToObj(effects::mean).toList();
    return new OfControl(
        name,
        films,
        means,
        effects.count() < settings.leastPatients()
            ? Optional.empty()
            : Optional.of(pValues(name, films, settings)));
  }

  /**
   * An effect is greater than a control's, in whichever direction the control's is, if the film
   * changed more under the edit than under the control, and more than under its opposite. The
   * greater of both p values is the p value of that (an intersection-union test).
   */
  private static List<Double> pValues(String name, List<FilmEffect> films, AuditSettings settings) {
    Clusters edit = EditMeasurement.patients(films, FilmEffect::changes);
    double[] p = new double[edit.quantities()];
    for (int sign : new int[] {-1, 1}) {
      Clusters paired = EditMeasurement.patients(films, film -> sum(film, name, sign));
      double[] one = SignFlips.pValues(paired, settings.flips(), settings.seed());
      for (int i = 0; i < p.length; i++) {
        boolean further = Math.signum(paired.mean(i)) == Math.signum(edit.mean(i));
        p[i] = Math.max(p[i], further ? one[i] : 1);
      }
    }
    return DoubleStream.of(p).boxed().toList();
  }

  private static double[] sum(FilmEffect film, String control, int sign) {
    double[] sums = film.changes();
    double[] controls = film.changes(control);
    for (int i = 0; i < sums.length; i++) {
      sums[i] += sign * controls[i];
    }
    return sums;
  }

  private static Optional<Excess> excess(
      List<OfControl> controls, int finding, AuditSettings settings) {
    List<OfControl> tested = controls.stream().filter(one -> one.p().isPresent()).toList();
    double p =
        tested.stream().mapToDouble(one -> one.p().orElseThrow().get(finding)).max().orElse(1);
    return tested.stream()
        .max(Comparator.comparingDouble(one -> Math.abs(one.effects().get(finding))))
        .map(strongest -> excess(strongest, finding, p, settings));
  }

  /** Paired differences in the direction of the effect, a control's taken as going there too. */
  private static Excess excess(OfControl strongest, int finding, double p, AuditSettings settings) {
    double effect = EditMeasurement.patients(strongest.films(), FilmEffect::changes).mean(finding);
    int direction = effect < 0 ? -1 : 1;
    int control = strongest.effects().get(finding) < 0 ? -1 : 1;
    Clusters paired =
        EditMeasurement.patients(
            strongest.films(),
            film ->
                new double[] {
                  direction * film.changes()[finding]
                      - control * film.changes(strongest.name())[finding]
                });
    Interval interval = EditMeasurement.intervals(paired, settings).get(0);
    return new Excess(strongest.name(), paired.mean(0), interval, p);
  }
}
