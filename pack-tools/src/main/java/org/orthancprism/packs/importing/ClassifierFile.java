// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.models.pack.ClassifierSpec;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.packs.configuration.ImportException;
import org.orthancprism.packs.layout.Layouts;

/**
 * A classifier in torchxrayvision's DenseNet-121 layout. It keeps its precision: it is small, and
 * its running variances may be beyond fp16.
 *
 * @param plan what becomes of its weights
 * @param labels names of its outputs in order; a blank one is unused
 */
record ClassifierFile(WeightPlan plan, List<String> labels) {

  /** As all of torchxrayvision's DenseNets take films. */
  private static final int RESOLUTION = 224;

  private static final double RANGE = 1024;

  /** Reads the file and holds it against its architecture and labels. */
  static ClassifierFile read(ImportRequest.Classifier request) throws PackException {
    WeightFiles files = WeightFiles.of(request.file());
    Map<String, List<Long>> shapes = Layouts.shapes(files.tensors());
    ModuleSpec spec =
        new ModuleSpec(
            "densenet121", Map.of("block_config", blocks(shapes)), "classifier.safetensors");
    WeightPlan plan =
        WeightPlan.of(
            ClassifierSpec.ROLE, spec, files, name -> true, name -> name, Optional.empty());
    long outputs = shapes.getOrDefault("classifier.bias", List.of(0L)).get(0);
    if (outputs != request.labels().size()) {
      throw new ImportException(
          "the classifier has "
              + outputs
              + " outputs, --classifier-labels names "
              + request.labels().size()
              + ": name each in order, an unused one as an empty text");
    }
    return new ClassifierFile(plan, request.labels());
  }

  private static List<Double> blocks(Map<String, List<Long>> shapes) throws ImportException {
    List<Double> blocks = new ArrayList<>();
    double layers = layers(shapes, 1);
    while (layers > 0) {
      blocks.add(layers);
      layers = layers(shapes, blocks.size() + 1);
    }
    if (blocks.isEmpty()) {
      throw new ImportException(
          "the classifier has no features.denseblock1: give one in torchxrayvision's DenseNet layout");
    }
    return blocks;
  }

  private static int layers(Map<String, List<Long>> shapes, int block) {
    int layers = 0;
    while (shapes.containsKey(
        "features.denseblock" + block + ".denselayer" + (layers + 1) + ".conv1.weight")) {
      layers++;
    }
    return layers;
  }

  /** The member {@code classifier} of {@code pack.json}. */
  JsonObjectBuilder toJson() {
    return Json.createObjectBuilder()
        .add("labels", Json.createArrayBuilder(labels))
        .add("resolution", RESOLUTION)
        .add("range", Json.createArrayBuilder().add(-RANGE).add(RANGE));
  }
}
