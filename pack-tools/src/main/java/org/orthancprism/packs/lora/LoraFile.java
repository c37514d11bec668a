// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.lora;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.models.safetensors.TensorEntry;
import org.orthancprism.packs.lora.LoraKey.Part;
import org.orthancprism.packs.weights.TensorConversion;

/**
 * Reads a LoRA (Hu et al., arXiv 2106.09685) under diffusers', PEFT's or kohya's names and holds it
 * against the networks that it changes.
 */
public final class LoraFile {

  private final String name;
  private final SafetensorsFile file;
  private final AdapterConfig config;
  private final Map<LoraTarget, Map<Part, TensorEntry>> layers = new LinkedHashMap<>();
  private final List<String> misfits = new ArrayList<>();

  private LoraFile(Path path) throws PackException {
    this.name = String.valueOf(path.getFileName());
    this.file = SafetensorsFile.open(path);
    boolean isPeft =
        file.tensors().stream().anyMatch(tensor -> tensor.name().startsWith(LoraTargets.PEFT));
    this.config = isPeft ? AdapterConfig.beside(path) : AdapterConfig.of(name, file.metadata());
  }

  /**
   * Reads a file.
   *
   * @param path its safetensors
   * @param networks the networks that it may change
   * @param scale what the whole LoRA is multiplied by
   * @return by network and name of the weight what is added to it
   * @throws LoraException that lists every key that fits nowhere, that is of another shape, without
   *     its counterpart or not of a LoRA
   */
  public static Map<LoraNetwork.Role, Map<String, LowRankUpdate>> read(
      Path path, List<LoraNetwork> networks, double scale) throws PackException {
    LoraFile lora = new LoraFile(path);
    lora.sort(new LoraTargets(networks));
    lora.layers.forEach(lora::checkShapes);
    lora.refuseMisfits();
    return lora.updates(scale);
  }

  private void sort(LoraTargets targets) {
    for (TensorEntry tensor : file.tensors()) {
      Optional<OtherAdapter> other = OtherAdapter.of(tensor.name());
      Optional<LoraKey> key = LoraKey.parse(tensor.name());
      Optional<LoraTarget> target = key.flatMap(one -> targets.find(one.layer()));
      if (other.isPresent()) {
        misfits.add(other.get().label() + " is not supported: " + tensor.name());
      } else if (key.isEmpty() || target.isEmpty()) {
        misfits.add("fits nowhere: " + tensor.name() + " " + tensor.shape());
      } else if (layers
              .computeIfAbsent(target.get(), any -> new EnumMap<>(Part.class))
              .putIfAbsent(key.get().part(), tensor)
          != null) {
        misfits.add("twice for one layer: " + tensor.name());
      }
    }
  }

  private void checkShapes(LoraTarget target, Map<Part, TensorEntry> parts) {
    TensorEntry down = parts.get(Part.DOWN);
    TensorEntry up = parts.get(Part.UP);
    if (down == null || up == null) {
      parts.values().forEach(tensor -> misfits.add("without its counterpart: " + tensor.name()));
      return;
    }
    long rank = down.shape().isEmpty() ? 0 : down.shape().get(0);
    checkShape(down, target.down(rank));
    checkShape(up, target.up(rank));
    TensorEntry alpha = parts.get(Part.ALPHA);
    if (alpha != null && alpha.size() != 1) {
      misfits.add("shape: " + alpha.name() + " is " + alpha.shape() + ", not one number");
    }
  }

  /** Ones at the end are as good as left out: a 1x1 convolution is a linear layer. */
  private void checkShape(TensorEntry tensor, List<Long> expected) {
    boolean isEmpty = tensor.size() == 0;
    if (isEmpty || !withoutOnes(tensor.shape()).equals(withoutOnes(expected))) {
      misfits.add("shape: " + tensor.name() + " is " + tensor.shape() + ", not " + expected);
    }
  }

  private static List<Long> withoutOnes(List<Long> shape) {
    int length = shape.size();
    while (length > 2 && shape.get(length - 1) == 1) {
      length--;
    }
    return shape.subList(0, length);
  }

  private void refuseMisfits() throws LoraException {
    if (!misfits.isEmpty()) {
      throw new LoraException(
          name
              + " can't be merged: take a LoRA of linear and convolutional layers that was trained"
              + " on this architecture\n  "
              + String.join("\n  ", misfits));
    }
    if (layers.isEmpty()) {
      throw new LoraException(name + " holds no LoRA: give another file");
    }
  }

  private Map<LoraNetwork.Role, Map<String, LowRankUpdate>> updates(double scale)
      throws PackException {
    Map<LoraNetwork.Role, Map<String, LowRankUpdate>> updates =
        new EnumMap<>(LoraNetwork.Role.class);
    for (Map.Entry<LoraTarget, Map<Part, TensorEntry>> layer : layers.entrySet()) {
      LoraTarget target = layer.getKey();
      LowRankUpdate update = update(target, layer.getValue(), scale);
      updates
          .computeIfAbsent(target.role(), any -> new LinkedHashMap<>())
          .put(target.weight(), update);
    }
    return updates;
  }

  private LowRankUpdate update(LoraTarget target, Map<Part, TensorEntry> parts, double scale)
      throws PackException {
    TensorEntry down = entry(parts, Part.DOWN);
    TensorEntry up = entry(parts, Part.UP);
    int rank = Math.toIntExact(down.shape().get(0));
    double factor =
        parts.containsKey(Part.ALPHA)
            ? alpha(entry(parts, Part.ALPHA)) / rank
            : config.factor(target, rank);
    return new LowRankUpdate(file, down, up, scale * factor);
  }

  private static TensorEntry entry(Map<Part, TensorEntry> parts, Part part) {
    TensorEntry entry = parts.get(part);
    if (entry == null) {
      throw new IllegalStateException("a layer without " + part + " was not refused");
    }
    return entry;
  }

  private double alpha(TensorEntry tensor) throws PackException {
    float alpha = TensorConversion.floats(tensor, file.map(tensor))[0];
    if (!Float.isFinite(alpha)) {
      throw new LoraException(name + ": " + tensor.name() + " is " + alpha + "; correct the file");
    }
    return alpha;
  }
}
