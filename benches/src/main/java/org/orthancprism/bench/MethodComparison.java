// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.film.Film;

/**
 * Every method on the same phantoms, in turns. The first phantom warms up and is not counted.
 *
 * @param editing makes the edits
 * @param pairs at least two phantoms with their truth
 */
record MethodComparison(FindingRemoval editing, List<PhantomPair> pairs) {

  MethodComparison {
    pairs = List.copyOf(pairs);
    if (pairs.size() < 2) {
      throw new IllegalArgumentException("a trial needs a phantom beyond the one that warms up");
    }
  }

  /**
   * What a method did.
   *
   * @param figures over all phantoms
   * @param stages warm median seconds of each stage
   */
  record Result(MethodFigures figures, Map<String, Double> stages) {}

  List<Result> run(InterleavedTiming.Listener listener) throws EditException {
    List<String> methods = editing.methods();
    Map<String, List<Trial>> trials = new LinkedHashMap<>();
    int done = 0;
    for (int i = 0; i < pairs.size(); i++) {
      PhantomPair pair = pairs.get(i);
      for (String method : methods) {
        FindingRemoval.Made made = editing.remove(pair.film(), method, List.of(pair.finding()));
        if (i > 0) {
          trials
              .computeIfAbsent(method, name -> new ArrayList<>())
              .add(new Trial(made, pair, made.films().get(0)));
        }
        listener.done((double) ++done / (pairs.size() * methods.size()));
      }
    }
    List<Result> results = new ArrayList<>();
    trials.forEach((method, ofMethod) -> results.add(result(method, ofMethod)));
    return results;
  }

  private record Trial(FindingRemoval.Made made, PhantomPair pair, Film edited) {}

  private static Result result(String method, List<Trial> trials) {
    MethodFigures figures =
        new MethodFigures(
            method,
            mean(trials, trial -> trial.made().unetEvaluations()),
            InterleavedTiming.median(trials.stream().map(trial -> trial.made().seconds()).toList()),
            mean(trials, trial -> trial.pair().l1Outside(trial.edited())),
            mean(trials, trial -> trial.pair().ssimOutside(trial.edited())),
            mean(trials, trial -> trial.pair().l1Inside(trial.edited())));
    Map<String, Double> stages = new LinkedHashMap<>();
    for (String stage : trials.get(0).made().stages().keySet()) {
      stages.put(
          stage,
          InterleavedTiming.median(
              trials.stream()
                  .map(trial -> trial.made().stages().getOrDefault(stage, 0.0))
                  .toList()));
    }
    return new Result(figures, stages);
  }

  private static double mean(
      List<Trial> trials, java.util.function.ToDoubleFunction<Trial> figure) {
    return trials.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }
}
