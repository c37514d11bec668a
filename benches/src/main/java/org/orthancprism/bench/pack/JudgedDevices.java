// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
import org.orthancprism.bench.statistics.Statistics;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.phantom.PhantomFinding;

/**
 * What the judge says of edits of real films with devices.
 *
 * @param edits makes the edits
 * @param judge classifies what films show; empty where the pack has none
 * @param films the films
 * @param whyNone why there is no figure, where there is none
 */
record JudgedDevices(PackEdits edits, Optional<Judge> judge, LabelledFilms films, String whyNone)
    implements PackMeasurement {

  private static final PhantomFinding DEVICES = PhantomFinding.SUPPORT_DEVICES;
  private static final Goal FREED_AP = Goal.atLeast(0.9);
  private static final Goal FREED_PA = Goal.atLeast(0.6);
  private static final Goal FLIPPED = Goal.atMost(0.1);
  private static final Goal BLURRED = Goal.atMost(0.15);
  private static final Goal ALONE = Goal.atMost(0.05);

  @Override
  public PackBenchSection section() {
    return PackBenchSection.DEVICES_ON_FILMS;
  }

  @Override
  public List<Row> rows() throws IOException, BenchException, EditException {
    Run run = new Run();
    List<Row> rows = new ArrayList<>(run.freed(View.AP, FREED_AP));
    rows.addAll(run.freed(View.PA, FREED_PA));
    rows.add(
        Row.of(
            "a device's edit moves the judged probability of a finding by, mean",
            ALONE,
            run.findingsMoved.estimate(Statistics::mean),
            whyNone));
    rows.add(run.devicesMoved());
    return rows;
  }

  /** One measurement. */
  private final class Run {
    private final Sample<Double> findingsMoved = new Sample<>();

    List<Row> freed(View view, Goal goal) throws IOException, BenchException, EditException {
      Sample<Double> edited = new Sample<>();
      Sample<Double> flipped = new Sample<>();
      Sample<Double> blurred = new Sample<>();
      Optional<EditRequest> request = edits.request(Direction.REMOVE, DEVICES);
      for (LabelledFilm labelled : request.isPresent() ? bearing(view) : List.<LabelledFilm>of()) {
        Film film = labelled.film();
        Judge.Judgement before = judgement(film, labelled.view());
        Counterfactual made = edits.edit(film, request.orElseThrow());
        Judge.Judgement after = judgement(made.film(), labelled.view());
        moved(before, after).ifPresent(by -> findingsMoved.add(labelled.patient(), by));
        if (before.sees(DEVICES)) {
          String patient = labelled.patient();
          edited.add(patient, free(after));
          flipped.add(patient, free(judgement(Controls.flipped(film, made.film()), view)));
          blurred.add(
              patient, free(judgement(Controls.blurred(film, made.film(), made.mask()), view)));
        }
      }
      String test = view + " films with devices: judged free of them after ";
      String why = request.isEmpty() ? "the pack removes no devices" : whyNone;
      return List.of(
          Row.of(test + "the edit", goal, edited.estimate(Statistics::mean), why),
          Row.of(
              test + "the edit flipped left-right",
              FLIPPED,
              flipped.estimate(Statistics::mean),
              why),
          Row.of(
              test + "blur of the same strength",
              BLURRED,
              blurred.estimate(Statistics::mean),
              why));
    }

    private double free(Judge.Judgement judgement) {
      return judgement.sees(DEVICES) ? 0 : 1;
    }

    /** How far the probabilities of findings moved, in the mean over those that are known. */
    private OptionalDouble moved(Judge.Judgement before, Judge.Judgement after) {
      return FindingMeasurement.FINDINGS.stream()
          .filter(finding -> before.of(finding).isPresent())
          .mapToDouble(
              finding ->
                  Math.abs(after.of(finding).getAsDouble() - before.of(finding).getAsDouble()))
          .average();
    }

    Row devicesMoved() throws IOException, BenchException, EditException {
      Sample<Double> moved = new Sample<>();
      List<EditRequest> requests = findingEdits();
      for (LabelledFilm labelled :
          requests.isEmpty() ? List.<LabelledFilm>of() : bearing(View.AP)) {
        Film film = labelled.film();
        OptionalDouble before = judgement(film, labelled.view()).of(DEVICES);
        if (before.isPresent()) {
          double sum = 0;
          for (Counterfactual made : edits.edit(film, requests)) {
            sum +=
                Math.abs(
                    judgement(made.film(), labelled.view()).of(DEVICES).orElse(0)
                        - before.getAsDouble());
          }
          moved.add(labelled.patient(), sum / requests.size());
        }
      }
      return Row.of(
          "a finding's edit moves the judged probability of devices by, mean",
          ALONE,
          moved.estimate(Statistics::mean),
          whyNone);
    }

    private List<LabelledFilm> bearing(View view) {
      return judge.isEmpty()
          ? List.of()
          : films.where(film -> film.showsDevices() && film.view() == view);
    }

    private Judge.Judgement judgement(Film film, View view) {
      return judge.orElseThrow().judge(film, view);
    }

    private List<EditRequest> findingEdits() {
      List<EditRequest> requests = new ArrayList<>();
      for (PhantomFinding finding : FindingMeasurement.FINDINGS) {
        for (Direction direction : Direction.values()) {
          edits.request(direction, finding).ifPresent(requests::add);
        }
      }
      return requests;
    }
  }
}
