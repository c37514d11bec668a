// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.phantom.PhantomFinding;

/**
 * What the judge says of findings that are taken from real films or put into them.
 *
 * @param edits makes the edits
 * @param judge classifies what films show; empty where the pack has none
 * @param films the films
 * @param whyNone why there is no figure, where there is none
 */
record JudgedFindings(PackEdits edits, Optional<Judge> judge, LabelledFilms films, String whyNone)
    implements PackMeasurement {

  @Override
  public PackBenchSection section() {
    return PackBenchSection.FINDINGS_ON_FILMS;
  }

  @Override
  public List<Row> rows() throws IOException, BenchException, EditException {
    List<Row> rows = new ArrayList<>();
    for (PhantomFinding finding : FindingMeasurement.FINDINGS) {
      boolean fluid = finding == PhantomFinding.PLEURAL_EFFUSION;
      rows.add(removed(finding, Goal.atLeast(fluid ? 0.5 : 0.4)));
      rows.add(added(finding, Goal.atLeast(fluid ? 0.8 : 0.7)));
    }
    return rows;
  }

  /** Films on which radiologists and judge see the finding, which the judge then sees no longer. */
  private Row removed(PhantomFinding finding, Goal goal)
      throws IOException, BenchException, EditException {
    String test =
        FindingMeasurement.words(finding) + " that radiologists saw, removed: judged free of it";
    Optional<EditRequest> request = edits.request(Direction.REMOVE, finding);
    if (request.isEmpty()) {
      return Row.missing(test, goal, "the pack does not remove it");
    }
    Sample<Double> free = new Sample<>();
    for (LabelledFilm labelled : judged(film -> film.read().getOrDefault(finding, false))) {
      Film film = labelled.film();
      if (judgement(film, labelled.view()).sees(finding)) {
        Film edited = edits.edit(film, request.get()).film();
        free.add(labelled.patient(), judgement(edited, labelled.view()).sees(finding) ? 0.0 : 1.0);
      }
    }
    return Row.of(test, goal, free.estimate(Statistics::mean), why("sees it on no film with it"));
  }

  /** Films without devices and finding, on which the judge then sees it. */
  private Row added(PhantomFinding finding, Goal goal)
      throws IOException, BenchException, EditException {
    String test = FindingMeasurement.words(finding) + " added: share judged to have it";
    Optional<EditRequest> request = edits.request(Direction.ADD, finding);
    if (request.isEmpty()) {
      return Row.missing(test, goal, "the pack does not add it");
    }
    Sample<Double> seen = new Sample<>();
    for (LabelledFilm labelled : judged(film -> film.isFreeOfDevices() && film.lacks(finding))) {
      Film film = labelled.film();
      if (judgement(film, labelled.view()).misses(finding)) {
        Film edited = edits.edit(film, request.get()).film();
        seen.add(labelled.patient(), judgement(edited, labelled.view()).sees(finding) ? 1.0 : 0.0);
      }
    }
    return Row.of(
        test, goal, seen.estimate(Statistics::mean), why("sees it on every film without it"));
  }

  private List<LabelledFilm> judged(Predicate<LabelledFilm> kind) {
    return judge.isEmpty() ? List.of() : films.where(kind);
  }

  private String why(String judgeFails) {
    return judge.isEmpty() || films.isEmpty()
        ? whyNone
        : "there is no such film, or the pack's judge " + judgeFails;
  }

  private Judge.Judgement judgement(Film film, View view) {
    return judge.orElseThrow().judge(film, view);
  }
}
