// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.orthancprism.models.classifier.FindingProbabilities;
import org.orthancprism.models.compositing.Region;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.models.ending.JudgedEdit;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.gate.Choice;
import org.orthancprism.models.gate.Gate;
import org.orthancprism.models.gate.GateResult;
import org.orthancprism.models.pack.EditableFinding;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.presence.FilmView;
import org.orthancprism.models.quality.FilmMeasures;
import org.orthancprism.models.request.Edit;
import org.orthancprism.models.request.FindingEdit;
import org.orthancprism.models.thorax.Thorax;

/** Decides how the edits of one film end, by what its pack states. */
final class FilmEndings {

  /** The share of a change outside of the thorax where no thorax is found. */
  private static final double ALL = 1;

  private final Pack pack;
  private final SeenFilm film;
  private final Optional<FilmView> view;
  private boolean looked;
  private Optional<Thorax> thorax = Optional.empty();

  FilmEndings(Pack pack, SeenFilm film, Optional<FilmView> view) {
    this.pack = pack;
    this.film = film;
    this.view = view;
  }

  /** What the pack's classifier sees of a finding in the film; empty where it does not know it. */
  Optional<JudgedEdit.Seen> seen(Finding finding) {
    OptionalDouble probability =
        film.seen().map(all -> all.of(finding)).orElseGet(OptionalDouble::empty);
    return probability.isEmpty()
        ? Optional.empty()
        : pack.manifest()
            .operatingPoint(finding.name(), view)
            .map(point -> new JudgedEdit.Seen(probability.getAsDouble(), point));
  }

  /**
   * What is known of a counterfactual once it is made.
   *
   * @param film at the source's native resolution
   * @param measures how much it changed
   * @param after what the pack's classifier sees in it
   */
  record Made(Film film, FilmMeasures measures, Optional<FindingProbabilities> after) {}

  /**
   * What all gates say of an edit: those that chose its candidate, and for an edit of a finding
   * those whose limits the pack states.
   */
  List<GateResult> verdicts(Edit edit, Choice choice, Made made) {
    List<GateResult> verdicts = new ArrayList<>(choice.verdicts());
    if (edit instanceof FindingEdit of) {
      EditableFinding.Limits limits = pack.editable(of.finding()).limits();
      if (limits.outsideThorax() < ALL) {
        verdicts.add(Gate.PLACE.atMost(shareOutside(made), limits.outsideThorax()));
      }
      verdicts.add(Gate.AMOUNT.atMost(made.measures().changedShare(), limits.changed()));
      sideEffect(of.finding(), made.after())
          .ifPresent(move -> verdicts.add(Gate.SIDE_EFFECTS.atMost(move, limits.otherFindings())));
    }
    return verdicts;
  }

  /**
   * How an edit ended.
   *
   * @param requested what was asked for
   * @param region where the edit changes the film at working resolution
   * @param verdicts what all gates say of it
   */
  Ending ending(RequestedEdit requested, Region region, Choice choice, List<GateResult> verdicts) {
    if (!(requested.edit() instanceof FindingEdit of)) {
      return JudgedEdit.judged(verdicts, choice.reason());
    }
    EditableFinding finding = pack.editable(of.finding());
    return new JudgedEdit(
            finding,
            of.direction(),
            requested.toggled(),
            seen(of.finding()),
            region.share(),
            verdicts,
            choice.reason())
        .ending();
  }

  /** The thorax is looked for once, and not where nothing changed. */
  private double shareOutside(Made made) {
    if (made.measures().changedShare() == 0) {
      return 0;
    }
    if (!looked) {
      thorax = Thorax.on(film.luminance());
      looked = true;
    }
    return thorax.map(one -> one.shareOutside(film.luminance(), Plane.of(made.film()))).orElse(ALL);
  }

  /** The greatest move of another finding's probability; empty where no other is known. */
  private OptionalDouble sideEffect(Finding meant, Optional<FindingProbabilities> after) {
    if (film.seen().isEmpty() || after.isEmpty()) {
      return OptionalDouble.empty();
    }
    Map<String, Double> then = after.get().byFinding();
    return film.seen().get().byFinding().entrySet().stream()
        .filter(before -> !meant.isNamed(before.getKey()) && then.containsKey(before.getKey()))
        .mapToDouble(
            before -> Math.abs(then.getOrDefault(before.getKey(), 0.0) - before.getValue()))
        .max();
  }
}
