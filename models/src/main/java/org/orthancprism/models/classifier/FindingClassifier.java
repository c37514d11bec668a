// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.classifier;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.models.film.CentreSquare;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.pack.ClassifierSpec;
import org.orthancprism.models.pack.Finding;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.torch.Network;
import org.orthancprism.models.torch.Precision;

/**
 * A pack's multi-label classifier, which tells what findings a film shows: by how much an edit
 * changed the one that it was asked for, and whether others went along.
 *
 * <p>The network gets the square about the film's centre at its own resolution in one channel, as
 * torchxrayvision's were trained (arXiv 2111.00595).
 */
public final class FindingClassifier implements AutoCloseable {

  private final Network network;
  private final ClassifierSpec spec;
  private final List<String> names;

  private FindingClassifier(Network network, ClassifierSpec spec, List<String> names) {
    this.network = network;
    this.spec = spec;
    this.names = names;
  }

  /**
   * Opens a pack's classifier and tries it on a black film.
   *
   * @param pack the pack
   * @param root owner of the engine's memory
   * @return empty where the pack has none
   * @throws PackException when the network can't be read, or its labels are not as many as its
   *     outputs
   */
  public static Optional<FindingClassifier> open(Pack pack, NDManager root) throws PackException {
    Optional<ClassifierSpec> spec = pack.manifest().classifier();
    if (spec.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = spec.get().labels().stream().map(label -> name(label, pack)).toList();
    Network network = Network.load(pack, ClassifierSpec.ROLE, Precision.FP32, root);
    FindingClassifier classifier = new FindingClassifier(network, spec.get(), names);
    try {
      classifier.tryOut(root);
      return Optional.of(classifier);
    } catch (PackException | RuntimeException e) {
      classifier.close();
      throw e;
    }
  }

  /** The pack's name of the finding that a label means, or the label. */
  private static String name(String label, Pack pack) {
    return pack.findings().stream()
        .filter(finding -> finding.isNamed(label))
        .map(Finding::name)
        .findFirst()
        .orElse(label);
  }

  private void tryOut(NDManager root) throws PackException {
    try (NDManager scope = root.newSubManager()) {
      NDArray outputs = run(scope, List.of(Plane.zeros(spec.resolution(), spec.resolution())));
      Shape expected = new Shape(1, names.size());
      if (!outputs.getShape().equals(expected)) {
        throw new PackException(
            "pack.json: classifier.labels has "
                + names.size()
                + " entries, but the network gives "
                + outputs.getShape()
                + ": name every output, those that stand for nothing by an empty text");
      }
      for (float probability : outputs.toFloatArray()) {
        if (!(probability >= 0 && probability <= 1)) {
          throw new PackException(
              "the pack's classifier gives "
                  + probability
                  + " as a probability: its weights are damaged, take a complete pack");
        }
      }
    } catch (EngineException e) {
      throw network.misfit(e);
    }
  }

  /** Names of the findings that the classifier tells of, in order. */
  public List<String> findings() {
    return names.stream().filter(name -> !name.isBlank()).toList();
  }

  /**
   * Tells what a film shows.
   *
   * @param scope owner of the memory that is needed on the way; nothing stays in it
   * @param luminance the film, 0 black and 1 white at any resolution; what lies outside is cut
   * @throws EngineException when the network fails
   */
  public FindingProbabilities classify(NDManager scope, Plane luminance) {
    return classify(scope, List.of(luminance)).get(0);
  }

  /**
   * Tells in one batch what films show.
   *
   * @param scope owner of the memory that is needed on the way; nothing stays in it
   * @param luminances the films, at least one, 0 black and 1 white at any resolution; what lies
   *     outside is cut
   * @return the probabilities for each film in order
   * @throws EngineException when the network fails
   */
  public List<FindingProbabilities> classify(NDManager scope, List<Plane> luminances) {
    try (NDManager inner = scope.newSubManager()) {
      float[] outputs = run(inner, luminances).toFloatArray();
      List<FindingProbabilities> films = new ArrayList<>();
      for (int film = 0; film < luminances.size(); film++) {
        films.add(named(outputs, film * names.size()));
      }
      return films;
    }
  }

  private FindingProbabilities named(float[] outputs, int offset) {
    Map<String, Double> byFinding = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).isBlank()) {
        byFinding.put(names.get(i), (double) outputs[offset + i]);
      }
    }
    return new FindingProbabilities(byFinding);
  }

  private NDArray run(NDManager scope, List<Plane> luminances) {
    int side = spec.resolution();
    float[] input = new float[luminances.size() * side * side];
    for (int film = 0; film < luminances.size(); film++) {
      Plane square = CentreSquare.of(luminances.get(film), side).map(this::inRange);
      System.arraycopy(square.values(), 0, input, film * side * side, side * side);
    }
    return network.forward(scope.create(input, new Shape(luminances.size(), 1, side, side)));
  }

  private float inRange(float luminance) {
    double share = Math.max(0, Math.min(1, luminance));
    return (float) (spec.lowest() + share * (spec.highest() - spec.lowest()));
  }

  @Override
  public void close() {
    network.close();
  }
}
