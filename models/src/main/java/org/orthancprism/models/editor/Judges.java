// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.orthancprism.models.classifier.FindingClassifier;
import org.orthancprism.models.classifier.FindingProbabilities;
import org.orthancprism.models.counterfactual.EditParameters;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.gate.CandidateScores;
import org.orthancprism.models.gate.Choice;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.quality.ClipScorer;
import org.orthancprism.models.quality.ClipScores;
import org.orthancprism.models.quality.Ssim;
import org.orthancprism.models.request.Edit;
import org.orthancprism.models.request.FindingEdit;

/** The networks of a pack that judge edits, as far as it has them. */
final class Judges implements AutoCloseable {

  private final NDManager root;
  private final Optional<FindingClassifier> classifier;
  private final Optional<ClipScorer> clip;

  private Judges(
      NDManager root, Optional<FindingClassifier> classifier, Optional<ClipScorer> clip) {
    this.root = root;
    this.classifier = classifier;
    this.clip = clip;
  }

  /**
   * Opens a pack's judges.
   *
   * @throws PackException when one can't be read
   */
  static Judges open(Pack pack, NDManager root) throws PackException {
    Optional<FindingClassifier> classifier = FindingClassifier.open(pack, root);
    try {
      return new Judges(root, classifier, ClipScorer.open(pack, root));
    } catch (PackException | RuntimeException e) {
      classifier.ifPresent(FindingClassifier::close);
      throw e;
    }
  }

  /** What the classifier sees in a film. */
  Optional<FindingProbabilities> probabilities(Plane luminance) {
    return classifier.map(judge -> judge.classify(root, luminance));
  }

  /**
   * Takes the best candidate of an edit.
   *
   * @param edit the edit
   * @param candidates one or more, of one film
   */
  Choice choose(Edit edit, List<WorkingEdit> candidates) {
    List<Plane> edited = candidates.stream().map(WorkingEdit::edited).toList();
    List<OptionalDouble> asked = asked(edit, edited);
    Optional<List<ClipScores>> scores = scores(candidates, edited);
    List<CandidateScores> all = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      int index = i;
      all.add(
          new CandidateScores(
              identity(candidates.get(i)), asked.get(i), scores.map(list -> list.get(index))));
    }
    return Choice.among(all);
  }

  /** The classifier's probability of what was asked for, where it knows the edit's finding. */
  private List<OptionalDouble> asked(Edit edit, List<Plane> edited) {
    if (classifier.isEmpty() || !(edit instanceof FindingEdit finding)) {
      return edited.stream().map(plane -> OptionalDouble.empty()).toList();
    }
    return classifier.get().classify(root, edited).stream()
        .map(seen -> asked(finding, seen.of(finding.finding())))
        .toList();
  }

  private static OptionalDouble asked(FindingEdit edit, OptionalDouble present) {
    return present.isEmpty() || edit.direction() == Direction.ADD
        ? present
        : OptionalDouble.of(1 - present.getAsDouble());
  }

  /** CLIP compares descriptions; an instruction describes nothing. */
  private Optional<List<ClipScores>> scores(List<WorkingEdit> candidates, List<Plane> edited) {
    EditParameters parameters = candidates.get(0).parameters();
    if (parameters.sourceCaption().isEmpty()) {
      return Optional.empty();
    }
    return clip.map(
        judge ->
            judge.score(
                root,
                candidates.get(0).source(),
                edited,
                parameters.sourceCaption(),
                parameters.targetCaption()));
  }

  /** How well the network kept the film where it should, before anything is cut away. */
  private static double identity(WorkingEdit candidate) {
    Plane source = candidate.source();
    if (Math.min(source.rows(), source.columns()) < Ssim.WINDOW) {
      return 1;
    }
    float[] inside = new float[source.values().length];
    for (int i = 0; i < inside.length; i++) {
      boolean changes = candidate.region().contains(i / source.columns(), i % source.columns());
      inside[i] = changes ? 1 : 0;
    }
    ChangeMask mask = new ChangeMask(source.rows(), source.columns(), inside);
    return Ssim.of(source, candidate.uncut()).meanOutside(mask);
  }

  /** Whether the classifier sees a finding in a film; nothing where it does not know it. */
  static Optional<Boolean> sees(Optional<FindingProbabilities> seen, Finding finding) {
    OptionalDouble probability = seen.map(all -> all.of(finding)).orElse(OptionalDouble.empty());
    return probability.isEmpty() ? Optional.empty() : Optional.of(probability.getAsDouble() >= 0.5);
  }

  @Override
  public void close() {
    classifier.ifPresent(FindingClassifier::close);
    clip.ifPresent(ClipScorer::close);
  }
}
