// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.models.classifier.FindingProbabilities;
import org.orthancprism.models.compositing.Compositor;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.counterfactual.Outcome;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.gate.Choice;
import org.orthancprism.models.gate.GateResult;
import org.orthancprism.models.pack.Compositing;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.quality.FilmMeasures;
import org.orthancprism.models.request.Edit;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.request.FindingEdit;

/** Makes all edits that are asked for of one film. */
final class FilmSession {

  private final Pack pack;
  private final EditMethod method;
  private final Judges judges;
  private final Film film;
  private final EditOptions options;
  private final StageClock clock = new StageClock();
  private final SeenFilm seen;
  private final FilmEndings endings;

  FilmSession(Pack pack, EditMethod method, Judges judges, Film film, EditOptions options) {
    this.pack = pack;
    this.method = method;
    this.judges = judges;
    this.film = film;
    this.options = options;
    Plane luminance = Plane.of(film).map(value -> Math.max(0, Math.min(1, value)));
    this.seen = new SeenFilm(luminance, judges.probabilities(luminance));
    this.endings = new FilmEndings(pack, seen, options.view());
    clock.lap("judge");
  }

  /**
   * Makes the edits.
   *
   * @return one counterfactual for each request, in their order
   * @throws EditException when the pack can't do one of them
   */
  List<Counterfactual> make(List<EditRequest> requests, Progress progress) throws EditException {
    List<RequestedEdit> requested = new ArrayList<>();
    for (EditRequest request : requests) {
      requested.add(RequestedEdit.of(request, pack, endings::seen));
    }
    List<Edit> first = requested.stream().map(RequestedEdit::edit).distinct().toList();
    List<Edit> otherwise = otherwise(requested);
    int reported =
        method.reportedSteps(seen, first, options) + method.reportedSteps(seen, otherwise, options);
    StepCounter steps = new StepCounter(progress, reported + 1);
    Map<Edit, Chosen> made = new HashMap<>(chosen(first, steps));
    requested =
        requested.stream()
            .map(edit -> of(edit, made).isThere(pack) ? edit.taken() : edit.other())
            .toList();
    made.putAll(chosen(missing(requested, made), steps));
    List<Counterfactual> counterfactuals = new ArrayList<>();
    for (RequestedEdit edit : requested) {
      counterfactuals.add(composited(edit, of(edit, made)));
    }
    steps.finish();
    Map<String, Double> seconds = clock.seconds();
    return counterfactuals.stream().map(each -> each.taking(seconds)).toList();
  }

  private static Chosen of(RequestedEdit edit, Map<Edit, Chosen> made) {
    return Objects.requireNonNull(
        made.get(edit.edit()), "every edit is made before it is asked for");
  }

  private static List<Edit> otherwise(List<RequestedEdit> requested) {
    List<Edit> otherwise = new ArrayList<>();
    requested.forEach(edit -> edit.otherwise().ifPresent(otherwise::add));
    return otherwise.stream().distinct().toList();
  }

  private static List<Edit> missing(List<RequestedEdit> requested, Map<Edit, Chosen> made) {
    return requested.stream()
        .map(RequestedEdit::edit)
        .filter(edit -> !made.containsKey(edit))
        .distinct()
        .toList();
  }

  /** The candidate that was taken for an edit. */
  private record Chosen(Edit edit, WorkingEdit made, Choice choice) {

    /** Whether a removal found something to remove. */
    boolean isThere(Pack pack) {
      return !(edit instanceof FindingEdit finding)
          || made.region().share() >= pack.editable(finding.finding()).presentFrom();
    }
  }

  private Map<Edit, Chosen> chosen(List<Edit> edits, StepCounter steps) {
    if (edits.isEmpty()) {
      return Map.of();
    }
    List<List<WorkingEdit>> candidates = method.edit(seen, edits, options, steps, clock);
    Map<Edit, Chosen> chosen = new HashMap<>();
    for (int i = 0; i < edits.size(); i++) {
      Choice choice = judges.choose(edits.get(i), candidates.get(i));
      chosen.put(
          edits.get(i),
          new Chosen(edits.get(i), candidates.get(i).get(choice.candidate()), choice));
    }
    clock.lap("judge");
    return chosen;
  }

  private Counterfactual composited(RequestedEdit requested, Chosen chosen) {
    Edit edit = requested.edit();
    Compositor compositor = Compositor.of(compositing(edit));
    ChangeMask mask = mask(chosen.made(), compositor);
    Film made =
        mask.changedShare() == 0
            ? film
            : compositor.composite(film, chosen.made().change(), mask, options.seed());
    clock.lap("composite");
    FilmMeasures measures = FilmMeasures.of(film, made, mask);
    clock.lap("measure");
    Optional<FindingProbabilities> after =
        mask.changedShare() == 0 ? seen.seen() : judges.probabilities(Plane.of(made));
    List<GateResult> verdicts =
        endings.verdicts(edit, chosen.choice(), new FilmEndings.Made(made, measures, after));
    Ending ending = endings.ending(requested, chosen.made().region(), chosen.choice(), verdicts);
    clock.lap("judge");
    return new Counterfactual(
        made,
        mask,
        edit,
        chosen.made().parameters(),
        new Outcome(
            seen.seen(),
            after,
            measures,
            chosen.choice(),
            verdicts,
            ending,
            Map.of(),
            pack.digest()));
  }

  private ChangeMask mask(WorkingEdit made, Compositor compositor) {
    if (made.region().share() == 0) {
      return ChangeMask.empty(film.rows(), film.columns());
    }
    ChangeMask mask = compositor.feather().mask(made.region(), film.rows(), film.columns());
    return options.masks().map(masks -> masks.cut(mask)).orElse(mask);
  }

  /** Free captions may mean anything soft or hard: what is native below stays. */
  private Compositing compositing(Edit edit) {
    return edit instanceof FindingEdit finding
        ? pack.editable(finding.finding()).compositing()
        : Compositing.RESIDUAL;
  }
}
