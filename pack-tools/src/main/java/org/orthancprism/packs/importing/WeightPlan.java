// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.TensorEntry;
import org.orthancprism.packs.layout.Layout;
import org.orthancprism.packs.layout.Layouts;
import org.orthancprism.packs.lora.LowRankUpdate;
import org.orthancprism.packs.weights.SafetensorsWriter;

/**
 * What becomes of one network's weights.
 *
 * @param role the network's role in the pack
 * @param spec architecture, configuration and the file in the pack
 * @param source where the weights come from
 * @param tensors source and result of every tensor that the pack gets
 * @param isUnchanged whether the source is one file that the pack can contain unchanged
 */
record WeightPlan(
    String role, ModuleSpec spec, WeightFiles source, List<Planned> tensors, boolean isUnchanged) {

  /**
   * One tensor.
   *
   * @param source as it is in its file
   * @param result as it is in the pack
   * @param updates what LoRAs add to it
   */
  record Planned(TensorEntry source, SafetensorsWriter.Tensor result, List<LowRankUpdate> updates) {

    Planned {
      updates = List.copyOf(updates);
    }

    boolean isUnchanged() {
      return updates.isEmpty()
          && source.name().equals(result.name())
          && source.type() == result.type();
    }
  }

  WeightPlan {
    tensors = List.copyOf(tensors);
  }

  /**
   * Plans a network's weights and holds them against its architecture.
   *
   * @param wanted which of the source's tensors belong to the network
   * @param naming the name in the pack of a tensor
   * @param precision type of the weights; empty leaves each as it is
   * @throws PackException when they don't fit the architecture
   */
  static WeightPlan of(
      String role,
      ModuleSpec spec,
      WeightFiles source,
      Predicate<String> wanted,
      UnaryOperator<String> naming,
      Optional<WeightType> precision)
      throws PackException {
    List<Planned> planned = new ArrayList<>();
    boolean takesAll = true;
    for (TensorEntry tensor : source.tensors()) {
      if (!wanted.test(tensor.name())) {
        takesAll = false;
      } else if (!Layout.isHarmless(tensor.name())) {
        planned.add(
            new Planned(
                tensor,
                new SafetensorsWriter.Tensor(
                    naming.apply(tensor.name()),
                    precision.map(to -> to.of(tensor.type())).orElse(tensor.type()),
                    tensor.shape()),
                List.of()));
      }
    }
    Map<String, List<Long>> shapes =
        Layouts.shapes(planned.stream().map(WeightPlan::renamed).toList());
    Layouts.of(role, spec, shapes).check(source.label(), spec.architecture(), shapes);
    boolean isUnchanged =
        takesAll && source.files().size() == 1 && planned.stream().allMatch(Planned::isUnchanged);
    return new WeightPlan(role, spec, source, planned, isUnchanged);
  }

  /**
   * The same network with LoRAs merged into its weights. All of it is of one type, since a sum that
   * went back to half precision would lose the smallest of what was learned.
   *
   * @param updates what is added to each tensor, by its name in the pack
   * @param precision type of the weights
   */
  WeightPlan merged(Map<String, List<LowRankUpdate>> updates, WeightType precision) {
    if (updates.isEmpty()) {
      return this;
    }
    List<Planned> merged = new ArrayList<>();
    for (Planned planned : tensors) {
      SafetensorsWriter.Tensor result = planned.result();
      merged.add(
          new Planned(
              planned.source(),
              new SafetensorsWriter.Tensor(
                  result.name(), precision.of(result.type()), result.shape()),
              updates.getOrDefault(result.name(), List.of())));
    }
    return new WeightPlan(role, spec, source, merged, false);
  }

  /** Names and shapes of the tensors that the pack gets. */
  Map<String, List<Long>> shapes() {
    return Layouts.shapes(tensors.stream().map(WeightPlan::renamed).toList());
  }

  private static TensorEntry renamed(Planned planned) {
    TensorEntry source = planned.source();
    return new TensorEntry(
        planned.result().name(), source.type(), source.shape(), source.offset(), source.length());
  }
}
