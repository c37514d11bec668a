// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.orthancprism.models.classifier.FindingClassifier;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.pack.ClassifierSpec;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.models.torch.TorchRuntime;

/**
 * A classifier in a layout that packs have: a pack's own, or one network's weights as safetensors
 * beside a JSON that describes them as {@code pack.json} would. It runs one of the project's own
 * architectures, in this process.
 */
final class WeightsModel implements AuditedModel {

  private static final Set<String> MEMBERS =
      Set.of("architecture", "config", "labels", "resolution", "range");

  private final String digest;
  private final String address;
  private final NDManager root;
  private final FindingClassifier classifier;

  private WeightsModel(
      String digest, String address, NDManager root, FindingClassifier classifier) {
    this.digest = digest;
    this.address = address;
    this.root = root;
    this.classifier = classifier;
  }

  /** Opens a classifier in the engine's memory. */
  @FunctionalInterface
  private interface Opening {
    FindingClassifier open(NDManager root) throws PackException;
  }

  /**
   * Opens a pack's own classifier.
   *
   * @return empty where the pack has none
   */
  static Optional<AuditedModel> ofPack(Pack pack) throws ModelException {
    return pack.manifest().classifiers().isEmpty()
        ? Optional.empty()
        : Optional.of(
            open(
                pack.digest(),
                pack.folder().toString(),
                root -> FindingClassifier.open(pack, root).orElseThrow()));
  }

  /** Opens a folder: a pack, or one that holds one safetensors file. */
  static AuditedModel ofFolder(Path folder, List<Finding> findings) throws ModelException {
    if (Files.exists(folder.resolve("pack.json"))) {
      try {
        return ofPack(Pack.load(folder))
            .orElseThrow(() -> new ModelException("the pack " + folder + " has no classifier"));
      } catch (PackException e) {
        throw new ModelException(String.valueOf(e.getMessage()), e);
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> weights =
          files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
      if (weights.size() != 1) {
        throw new ModelException(
            folder + " holds " + weights.size() + " safetensors files: name one of them");
      }
      return ofFile(weights.get(0), findings);
    } catch (IOException e) {
      throw new ModelException(folder + " can't be read (" + e.getMessage() + ")", e);
    }
  }

  /** Opens a safetensors file, beside which lies its JSON. */
  static AuditedModel ofFile(Path weights, List<Finding> findings) throws ModelException {
    ModelSettings settings = ModelSettings.read(AuditedFiles.describing(weights));
    settings.refuseOthersThan(MEMBERS);
    List<String> labels = OutputLabels.of(settings.texts("labels"), findings).names();
    List<Double> range = settings.range();
    ClassifierSpec spec;
    try {
      spec =
          new ClassifierSpec(
              ClassifierSpec.ROLE,
              labels,
              settings.integer("resolution", 224, 16, 4096),
              range.get(0),
              range.get(1),
              List.of());
    } catch (IllegalArgumentException e) {
      throw new ModelException(settings.file() + ": " + e.getMessage(), e);
    }
    ModuleSpec module =
        new ModuleSpec(
            settings.text("architecture"),
            settings.numbersByName("config"),
            String.valueOf(weights.getFileName()));
    String digest = DigestUtils.sha256Hex(AuditedFiles.digest(weights) + settings.json());
    return open(
        digest,
        weights.toString(),
        root -> FindingClassifier.open(module, spec, SafetensorsFile.open(weights), root));
  }

  private static AuditedModel open(String digest, String address, Opening opening)
      throws ModelException {
    NDManager root = null;
    try {
      root = TorchRuntime.newRoot();
      TorchRuntime.withoutGradients();
      return new WeightsModel(digest, address, root, opening.open(root));
    } catch (PackException | RuntimeException e) {
      if (root != null) {
        root.close();
      }
      throw new ModelException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public String address() {
    return address;
  }

  /** Film by film: all of an edit's at once would take that many times the memory. */
  @Override
  public List<Map<String, Double>> ask(List<Film> films) throws ModelException {
    List<Map<String, Double>> answers = new ArrayList<>();
    try {
      for (Film film : films) {
        answers.add(classifier.classify(root, Plane.of(film)).byFinding());
      }
      return answers;
    } catch (EngineException | IllegalArgumentException e) {
      throw new ModelException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    classifier.close();
    root.close();
  }
}
