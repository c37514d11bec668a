// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.bench.pack;

import ai.djl.ndarray.NDManager;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.orthancprism.models.classifier.FindingClassifier;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.phantom.PhantomFinding;
import org.orthancprism.models.torch.TorchRuntime;

/** The pack's classifier, asked whether an edit is seen. */
final class Judge implements AutoCloseable {

  /** From this probability on a finding counts as seen. */
  static final double SEEN = 0.5;

  private final NDManager root;
  private final FindingClassifier classifier;

  private Judge(NDManager root, FindingClassifier classifier) {
    this.root = root;
    this.classifier = classifier;
  }

  /** The judge of a pack; empty where it has none. */
  static Optional<Judge> open(Pack pack) throws PackException {
    NDManager root = TorchRuntime.newRoot();
    try {
      Optional<FindingClassifier> classifier = FindingClassifier.open(pack, root);
      if (classifier.isEmpty()) {
        root.close();
      }
      return classifier.map(found -> new Judge(root, found));
    } catch (PackException | RuntimeException e) {
      root.close();
      throw e;
    }
  }

  /** How probable the judge holds a finding; empty where it does not know it. */
  OptionalDouble probability(Film film, PhantomFinding finding) {
    String letters = letters(finding.name());
    return classifier.classify(root, Plane.of(film)).byFinding().entrySet().stream()
        .filter(entry -> letters(entry.getKey()).equals(letters))
        .mapToDouble(Map.Entry::getValue)
        .findFirst();
  }

  /** Whether the judge sees a finding; not where it does not know it. */
  boolean sees(Film film, PhantomFinding finding) {
    return probability(film, finding).orElse(0) >= SEEN;
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
