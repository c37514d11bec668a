// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.classifier;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.orthancprism.models.film.CentreSquare;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.pack.ClassifierSpec;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.models.torch.Network;
import org.orthancprism.models.torch.Precision;

/**
 * One network of a pack's classifier, with its own look at a film and its own findings.
 *
 * <p>It gets the square about the film's centre at its own resolution in one channel, as
 * torchxrayvision's were trained (arXiv 2111.00595).
 */
final class ClassifierNetwork implements AutoCloseable {

  private final Network network;
  private final ClassifierSpec spec;
  private final List<String> names;

  private ClassifierNetwork(Network network, ClassifierSpec spec, List<String> names) {
    this.network = network;
    this.spec = spec;
    this.names = names;
  }

  /**
   * Opens one and tries it on a black film.
   *
   * @throws PackException when the network can't be read, or its labels are not as many as its
   *     outputs
   */
  static ClassifierNetwork open(Pack pack, ClassifierSpec spec, NDManager root)
      throws PackException {
    List<String> names = spec.labels().stream().map(label -> name(label, pack)).toList();
    return tried(Network.load(pack, spec.role(), Precision.FP32, root), spec, names, root);
  }

  /**
   * Opens one that is of no pack, and tries it on a black film.
   *
   * @throws PackException when the network can't be read, or its labels are not as many as its
   *     outputs
   */
  static ClassifierNetwork open(
      ModuleSpec module, ClassifierSpec spec, SafetensorsFile weights, NDManager root)
      throws PackException {
    return tried(Network.load(module, weights, Precision.FP32, root), spec, spec.labels(), root);
  }

  private static ClassifierNetwork tried(
      Network network, ClassifierSpec spec, List<String> names, NDManager root)
      throws PackException {
    ClassifierNetwork classifier = new ClassifierNetwork(network, spec, names);
    try {
      classifier.tryOut(root);
      return classifier;
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
                + ": name every output, an unused one by an empty text");
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

  /** Names of its findings, in order. */
  List<String> findings() {
    return names.stream().filter(name -> !name.isBlank()).toList();
  }

  /**
   * Tells in one batch what films show.
   *
   * @param scope owner of the memory that is needed on the way
   * @param luminances the films, at least one
   * @return for each film in order the probability by the finding's name
   */
  List<Map<String, Double>> classify(NDManager scope, List<Plane> luminances) {
    float[] outputs = run(scope, luminances).toFloatArray();
    return IntStream.range(0, luminances.size())
        .mapToObj(film -> named(outputs, film * names.size()))
        .toList();
  }

  private Map<String, Double> named(float[] outputs, int offset) {
    Map<String, Double> byFinding = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).isBlank()) {
        byFinding.put(names.get(i), (double) outputs[offset + i]);
      }
    }
    return byFinding;
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
