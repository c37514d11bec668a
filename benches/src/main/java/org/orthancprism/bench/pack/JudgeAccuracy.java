// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.orthancprism.bench.BenchException;
import org.orthancprism.bench.films.LabelledFilm;
import org.orthancprism.bench.films.LabelledFilms;
import org.orthancprism.bench.films.View;
import org.orthancprism.bench.pack.results.Goal;
import org.orthancprism.bench.pack.results.PackBenchSection;
import org.orthancprism.bench.pack.results.PackMeasurement;
import org.orthancprism.bench.pack.results.Row;
import org.orthancprism.bench.statistics.Sample;
import org.orthancprism.bench.statistics.Scored;
import org.orthancprism.bench.statistics.Statistics;
import org.orthancprism.phantom.PhantomFinding;

/**
 * How far the judge itself can be trusted, on real films as they are: against radiologists for
 * findings; for devices within each view, since the view gives devices away.
 *
 * @param judge classifies what films show; empty where the pack has none
 * @param films the films
 * @param whyNone why there is no figure, where there is none
 */
record JudgeAccuracy(Optional<Judge> judge, LabelledFilms films, String whyNone)
    implements PackMeasurement {

  private static final double FALSE_ALARMS = 0.05;

  private static final Map<PhantomFinding, Double> AREAS =
      Map.of(
          PhantomFinding.PLEURAL_EFFUSION, 0.88,
          PhantomFinding.CARDIOMEGALY, 0.85,
          PhantomFinding.LUNG_OPACITY, 0.78,
          PhantomFinding.PNEUMOTHORAX, 0.78);

  @Override
  public PackBenchSection section() {
    return PackBenchSection.JUDGE;
  }

  @Override
  public List<Row> rows() throws IOException, BenchException {
    Map<PhantomFinding, Sample<Scored>> findings = new EnumMap<>(PhantomFinding.class);
    FindingMeasurement.FINDINGS.forEach(finding -> findings.put(finding, new Sample<>()));
    Map<View, Sample<Scored>> devices = new EnumMap<>(View.class);
    for (View view : View.values()) {
      devices.put(view, new Sample<>());
    }
    List<LabelledFilm> all = judge.isEmpty() ? List.of() : films.films();
    for (LabelledFilm film : all) {
      Judge.Judgement judgement = judge.orElseThrow().judge(film.film(), film.view());
      findings.forEach(
          (finding, sample) -> {
            Boolean said = film.read().get(finding);
            if (said != null) {
              add(sample, film, said, judgement.of(finding));
            }
          });
      film.devices()
          .ifPresent(
              seen ->
                  add(
                      devices.getOrDefault(film.view(), new Sample<>()),
                      film,
                      seen,
                      judgement.of(PhantomFinding.SUPPORT_DEVICES)));
    }
    List<Row> rows = new ArrayList<>();
    findings.forEach((finding, sample) -> rows.addAll(againstRadiologists(finding, sample)));
    rows.addAll(devices("AP", devices.getOrDefault(View.AP, new Sample<>()), 0.95, 0.8));
    rows.addAll(devices("PA", devices.getOrDefault(View.PA, new Sample<>()), 0.88, 0.6));
    return rows;
  }

  private static void add(
      Sample<Scored> sample, LabelledFilm film, boolean positive, OptionalDouble probability) {
    if (probability.isPresent()) {
      sample.add(film.patient(), new Scored(positive, probability.getAsDouble()));
    }
  }

  private List<Row> againstRadiologists(PhantomFinding finding, Sample<Scored> sample) {
    String test = "judge against radiologists, " + FindingMeasurement.words(finding) + ": ";
    String why = why(sample, "no radiologist's label, or the judge does not know it");
    return List.of(
        Row.of(
            test + "area under the curve",
            Goal.atLeast(AREAS.getOrDefault(finding, 1.0)),
            sample.estimate(Statistics::areaUnderCurve),
            why),
        Row.of(
            test + "expected calibration error",
            Goal.none(),
            sample.estimate(Statistics::calibrationError),
            why));
  }

  private List<Row> devices(String view, Sample<Scored> sample, double area, double seen) {
    String test = "judge, devices on " + view + " films: ";
    String why = why(sample, "no such film, or the judge does not know devices");
    return List.of(
        Row.of(
            test + "area under the curve",
            Goal.atLeast(area),
            sample.estimate(Statistics::areaUnderCurve),
            why),
        Row.of(
            test + "share seen at a false alarm rate of " + FALSE_ALARMS,
            Goal.atLeast(seen),
            sample.estimate(Statistics.seenAt(FALSE_ALARMS)),
            why),
        Row.of(
            test + "expected calibration error",
            Goal.none(),
            sample.estimate(Statistics::calibrationError),
            why));
  }

  private String why(Sample<Scored> sample, String noLabel) {
    return judge.isEmpty() || films.isEmpty() ? whyNone : sample.isEmpty() ? noLabel : "all alike";
  }
}
