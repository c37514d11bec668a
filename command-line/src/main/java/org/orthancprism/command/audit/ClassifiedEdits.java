// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.util.List;
import java.util.Optional;
import org.orthancprism.models.classifier.FindingProbabilities;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.editor.CounterfactualEditor;
import org.orthancprism.models.editor.CounterfactualEditors;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.editor.Progress;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.models.request.EditRequest;

/** Edits by a pack's editor, judged by the same pack's classifier. */
public final class ClassifiedEdits implements FilmEdits {

  private final CounterfactualEditor editor;

  private ClassifiedEdits(CounterfactualEditor editor) {
    this.editor = editor;
  }

  /**
   * Opens a pack's editor and classifier.
   *
   * @return empty where the pack has no classifier
   * @throws PackException when its networks can't be read or don't fit each other
   */
  public static Optional<FilmEdits> open(Pack pack) throws PackException {
    return pack.manifest().classifiers().isEmpty()
        ? Optional.empty()
        : Optional.of(new ClassifiedEdits(CounterfactualEditors.open(pack)));
  }

  @Override
  public List<Judged> edit(Film film, List<EditRequest> requests, long seed, Progress progress)
      throws EditException {
    return editor.edit(film, requests, EditOptions.seeded(seed), progress).stream()
        .map(ClassifiedEdits::judged)
        .toList();
  }

  private static Judged judged(Counterfactual made) {
    return new Judged(
        made.edit().name(),
        made.parameters().method(),
        probabilities(made.outcome().before()).byFinding(),
        probabilities(made.outcome().after()).byFinding(),
        made.outcome().ending());
  }

  private static FindingProbabilities probabilities(Optional<FindingProbabilities> seen) {
    return seen.orElseThrow(() -> new IllegalStateException("the pack has a classifier"));
  }

  @Override
  public void close() {
    editor.close();
  }
}
