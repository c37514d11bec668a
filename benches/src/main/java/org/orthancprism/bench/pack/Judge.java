// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import ai.djl.ndarray.NDManager;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.orthancprism.bench.films.View;
import org.orthancprism.models.classifier.FindingClassifier;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.pack.PackManifest;
import org.orthancprism.models.torch.TorchRuntime;
import org.orthancprism.phantom.PhantomFinding;

/** The pack's classifier, asked whether an edit is seen. */
final class Judge implements AutoCloseable {

  private final NDManager root;
  private final FindingClassifier classifier;
  private final PackManifest manifest;

  private Judge(NDManager root, FindingClassifier classifier, PackManifest manifest) {
    this.root = root;
    this.classifier = classifier;
    this.manifest = manifest;
  }

  /** The judge of a pack; empty where it has none. */
  static Optional<Judge> open(Pack pack) throws PackException {
    NDManager root = TorchRuntime.newRoot();
    try {
      Optional<FindingClassifier> classifier = FindingClassifier.open(pack, root);
      if (classifier.isEmpty()) {
        root.close();
      }
      return classifier.map(found -> new Judge(root, found, pack.manifest()));
    } catch (PackException | RuntimeException e) {
      root.close();
      throw e;
    }
  }

  /**
   * What the judge holds of a film.
   *
   * @param probabilities of the findings that it knows
   * @param seenFrom from which probability on each of them counts as seen in a film of this view
   */
  record Judgement(
      Map<PhantomFinding, Double> probabilities, Map<PhantomFinding, Double> seenFrom) {

    Judgement {
      probabilities = Map.copyOf(probabilities);
      seenFrom = Map.copyOf(seenFrom);
    }

    /** How probable a finding is; empty where the judge does not know it. */
    OptionalDouble of(PhantomFinding finding) {
      Double probability = probabilities.get(finding);
      return probability == null ? OptionalDouble.empty() : OptionalDouble.of(probability);
    }

    /** Whether a finding is seen; not where the judge does not know it. */
    boolean sees(PhantomFinding finding) {
      Double from = seenFrom.get(finding);
      return from != null && of(finding).orElse(0) >= from;
    }

    /** Whether the judge knows a finding and does not see it. */
    boolean misses(PhantomFinding finding) {
      return seenFrom.containsKey(finding) && !sees(finding);
    }
  }

  /** Judges a film of a view. */
  Judgement judge(Film film, View view) {
    Map<String, Double> byName = classifier.classify(root, Plane.of(film)).byFinding();
    Map<PhantomFinding, Double> probabilities = new EnumMap<>(PhantomFinding.class);
    Map<PhantomFinding, Double> seenFrom = new EnumMap<>(PhantomFinding.class);
    for (PhantomFinding finding : PhantomFinding.values()) {
      byName.forEach(
          (name, probability) -> {
            if (letters(name).equals(letters(finding.name()))) {
              probabilities.put(finding, probability);
              manifest
                  .operatingPoint(name, view.known())
                  .ifPresent(point -> seenFrom.put(finding, point.presentFrom()));
            }
          });
    }
    return new Judgement(probabilities, seenFrom);
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }

  @Override
  public void close() {
    classifier.close();
    root.close();
  }
}
