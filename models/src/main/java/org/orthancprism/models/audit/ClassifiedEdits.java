// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.models.classifier.FindingClassifier;
import org.orthancprism.models.classifier.FindingProbabilities;
import org.orthancprism.models.editor.Counterfactual;
import org.orthancprism.models.editor.CounterfactualEditor;
import org.orthancprism.models.editor.CounterfactualEditors;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.editor.EditRequest;
import org.orthancprism.models.editor.Progress;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.torch.TorchRuntime;

/** Edits by a pack's editor, judged by the same pack's classifier. */
public final class ClassifiedEdits implements FilmEdits {

  private final CounterfactualEditor editor;
  private final FindingClassifier classifier;
  private final NDManager root;

  private ClassifiedEdits(
      CounterfactualEditor editor, FindingClassifier classifier, NDManager root) {
    this.editor = editor;
    this.classifier = classifier;
    this.root = root;
  }

  /**
   * Opens a pack's editor and classifier.
   *
   * @return empty where the pack has no classifier
   * @throws PackException when its networks can't be read or don't fit each other
   */
  public static Optional<FilmEdits> open(Pack pack) throws PackException {
    NDManager root = TorchRuntime.newRoot();
    try {
      TorchRuntime.withoutGradients();
      Optional<FindingClassifier> classifier = FindingClassifier.open(pack, root);
      if (classifier.isEmpty()) {
        root.close();
        return Optional.empty();
      }
      CounterfactualEditor editor = CounterfactualEditors.open(pack);
      return Optional.of(new ClassifiedEdits(editor, classifier.get(), root));
    } catch (PackException | RuntimeException e) {
      root.close();
      throw e;
    }
  }

  @Override
  public List<Judged> edit(Film film, List<EditRequest> requests, long seed, Progress progress)
      throws EditException {
    FindingProbabilities before = classify(film);
    List<Judged> judged = new ArrayList<>();
    for (EditRequest request : requests) {
      int finished = judged.size();
      Counterfactual made =
          editor.edit(
              film,
              request,
              seed,
              (done, total) -> progress.step(finished * total + done, requests.size() * total));
      judged.add(
          new Judged(
              made.edit().name(),
              made.parameters().method(),
              before.byFinding(),
              classify(made.film()).byFinding()));
    }
    return judged;
  }

  private FindingProbabilities classify(Film film) throws EditException {
    TorchRuntime.withoutGradients();
    try (NDManager scope = root.newSubManager()) {
      return classifier.classify(scope, Plane.of(film));
    } catch (EngineException e) {
      throw new EditException("the classifier failed (" + e.getMessage() + "): free memory", e);
    }
  }

  @Override
  public void close() {
    editor.close();
    classifier.close();
    root.close();
  }
}
