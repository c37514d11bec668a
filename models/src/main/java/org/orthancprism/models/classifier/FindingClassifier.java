// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.classifier;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.pack.ClassifierSpec;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;

/**
 * A pack's multi-label classifier of the findings that a film shows: by how much an edit changed
 * the one that it was asked for, and whether others went along. It is one network or several, since
 * a wire asks for a closer look than a heart.
 */
public final class FindingClassifier implements AutoCloseable {

  private final List<ClassifierNetwork> networks;

  private FindingClassifier(List<ClassifierNetwork> networks) {
    this.networks = networks;
  }

  /**
   * Opens a pack's classifier and tries it on a black film.
   *
   * @param pack the pack
   * @param root owner of the engine's memory
   * @return empty where the pack has none
   * @throws PackException when a network can't be read, or its labels are not as many as its
   *     outputs
   */
  public static Optional<FindingClassifier> open(Pack pack, NDManager root) throws PackException {
    FindingClassifier classifier = new FindingClassifier(new ArrayList<>());
    try {
      for (ClassifierSpec spec : pack.manifest().classifiers()) {
        classifier.networks.add(ClassifierNetwork.open(pack, spec, root));
      }
    } catch (PackException | RuntimeException e) {
      classifier.close();
      throw e;
    }
    return classifier.networks.isEmpty() ? Optional.empty() : Optional.of(classifier);
  }

  /**
   * Opens a classifier of one network that is of no pack, and tries it on a black film.
   *
   * @param module the network's architecture and configuration
   * @param spec how it sees films; its labels are the findings' names
   * @param weights its weights, under the keys of a pack's classifier
   * @param root owner of the engine's memory
   * @throws PackException when the network can't be read, or its labels are not as many as its
   *     outputs
   */
  public static FindingClassifier open(
      ModuleSpec module, ClassifierSpec spec, SafetensorsFile weights, NDManager root)
      throws PackException {
    return new FindingClassifier(List.of(ClassifierNetwork.open(module, spec, weights, root)));
  }

  /** Names of the findings that the classifier knows, in order. */
  public List<String> findings() {
    return networks.stream().flatMap(network -> network.findings().stream()).toList();
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
    List<Map<String, Double>> films = new ArrayList<>();
    luminances.forEach(film -> films.add(new LinkedHashMap<>()));
    for (ClassifierNetwork network : networks) {
      try (NDManager inner = scope.newSubManager()) {
        List<Map<String, Double>> seen = network.classify(inner, luminances);
        for (int film = 0; film < films.size(); film++) {
          films.get(film).putAll(seen.get(film));
        }
      }
    }
    return films.stream().map(FindingProbabilities::new).toList();
  }

  @Override
  public void close() {
    networks.forEach(ClassifierNetwork::close);
  }
}
