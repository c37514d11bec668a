// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.torch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;

/**
 * A network: one of the project's own architecture archives, filled with a pack's weights.
 *
 * <p>The archives are TorchScript without weights, built from {@code models/architecture}; a pack
 * only names one of them. Results attach to the manager of a call's first input, so that the caller
 * decides how long they live. The weights live as long as the network.
 */
public final class Network implements AutoCloseable {

  private static final String ARCHIVES = "/org/orthancprism/models/architecture/";

  /** Torch's words for a missing key of a dictionary end with the key in quotes. */
  private static final Pattern MISSING_KEY = Pattern.compile("KeyError: *'?\"?([\\w.]+)");

  private final String name;
  private final NDManager weights;
  private final PtSymbolBlock block;

  private Network(String name, NDManager weights, PtSymbolBlock block) {
    this.name = name;
    this.weights = weights;
    this.block = block;
  }

  /**
   * Loads a network of a pack.
   *
   * @param pack the pack
   * @param role the network's role, for example {@code unet}
   * @param precision what it computes in
   * @param root owner of the engine's memory; also gives the device
   * @throws PackException when the architecture is not known or the weights can't be read
   */
  public static Network load(Pack pack, String role, Precision precision, NDManager root)
      throws PackException {
    ModuleSpec spec = pack.module(role);
    return load(spec, SafetensorsFile.open(pack.file(spec.weights())), precision, root);
  }

  /**
   * Loads a network from its parts.
   *
   * @param spec architecture and configuration
   * @param file the weights
   * @param precision what it computes in
   * @param root owner of the engine's memory; also gives the device
   * @throws PackException when the architecture is not known or the weights can't be read
   */
  public static Network load(
      ModuleSpec spec, SafetensorsFile file, Precision precision, NDManager root)
      throws PackException {
    NDManager manager = root.newSubManager();
    try {
      Network network = new Network(spec.weights(), manager, archive(spec, manager));
      network.configure(spec.config());
      network.configure(Map.of("precision", List.of((double) precision.code())));
      new WeightLoader(manager, precision).load(file, network::put);
      return network;
    } catch (EngineException e) {
      manager.close();
      throw new PackException(spec.weights() + " can't be loaded: " + lastLine(e), e);
    } catch (PackException | RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private static PtSymbolBlock archive(ModuleSpec spec, NDManager manager) throws PackException {
    String architecture = spec.architecture();
    if (!architecture.matches("[a-z0-9_]+")) {
      throw unknown(architecture);
    }
    try (InputStream in = Network.class.getResourceAsStream(ARCHIVES + architecture + ".pt")) {
      if (in == null) {
        throw unknown(architecture);
      }
      return JniUtils.loadModule((PtNDManager) manager, in, true, false);
    } catch (IOException e) {
      throw new PackException("the archive of " + architecture + " can't be read", e);
    }
  }

  private static PackException unknown(String architecture) {
    return new PackException(
        "pack.json names the architecture '"
            + architecture
            + "', which this version does not have: update the program or take another pack");
  }

  private void configure(Map<String, List<Double>> config) {
    for (Map.Entry<String, List<Double>> entry : config.entrySet()) {
      double[] values = entry.getValue().stream().mapToDouble(Double::doubleValue).toArray();
      try (NDArray array = weights.create(values, new Shape(values.length))) {
        set("configure", entry.getKey(), array);
      }
    }
  }

  private void put(String name, NDArray weight, boolean stays) {
    set("put", name, weight);
    if (!stays) {
      call("settle", weight);
    }
  }

  private void set(String method, String key, NDArray value) {
    try (IValue name = IValue.from(key);
        IValue tensor = IValue.from((PtNDArray) value)) {
      IValueUtils.runMethod(block, method, name, tensor).close();
    }
  }

  /**
   * Runs the network.
   *
   * @param inputs its inputs in order, on the network's device
   * @return its output, attached to the first input's manager
   * @throws EngineException when torch fails, for example for want of memory
   */
  public NDArray forward(NDArray... inputs) {
    // As in training: inference mode's outputs could not be used together with gradients later on.
    return IValueUtils.forward(block, new NDList(inputs), true).get(0);
  }

  /**
   * Runs one of the network's further methods, for example an autoencoder's {@code encode}.
   *
   * @param method the method's name
   * @param input its input
   * @return its output, attached to the input's manager
   * @throws EngineException when torch fails, for example for want of memory
   */
  public NDArray call(String method, NDArray input) {
    try (NDArray dummy = input.getManager().create(0f)) {
      dummy.setName("module_method:" + method);
      return IValueUtils.forward(block, new NDList(dummy, input), true).get(0);
    }
  }

  /**
   * Runs one of the network's further methods whose last parameter is a dictionary of tensors and
   * which gives one, for example a UNet's {@code controlled}.
   *
   * @param method the method's name
   * @param inputs its inputs before the dictionary, in order
   * @param dictionary the dictionary, not empty
   * @return its outputs by name, attached to the first input's manager
   * @throws EngineException when torch fails, for example for want of memory
   */
  public Map<String, NDArray> call(
      String method, List<NDArray> inputs, Map<String, NDArray> dictionary) {
    try (NDArray dummy = inputs.get(0).getManager().create(0f)) {
      dummy.setName("module_method:" + method);
      NDList all = new NDList(dummy);
      all.addAll(inputs);
      dictionary.forEach(
          (key, value) -> {
            value.setName("dictionary." + key);
            all.add(value);
          });
      Map<String, NDArray> outputs = new LinkedHashMap<>();
      for (NDArray output : IValueUtils.forward(block, all, true)) {
        outputs.put(output.getName(), output);
      }
      return outputs;
    }
  }

  /**
   * Puts an error of a trial run into words: weights and configuration that don't fit the
   * architecture show only when it runs.
   */
  public PackException misfit(EngineException e) {
    Matcher missing = MISSING_KEY.matcher(String.valueOf(e.getMessage()));
    if (missing.find()) {
      return new PackException(
          name + " or its configuration lacks " + missing.group(1) + ": take a complete pack", e);
    }
    return new PackException(
        name + " does not fit its architecture's configuration in pack.json: " + lastLine(e), e);
  }

  /** Torch ends its reports with what went wrong, after a trace of where. */
  private static String lastLine(EngineException e) {
    return String.valueOf(e.getMessage())
        .strip()
        .lines()
        .reduce((earlier, later) -> later)
        .map(String::strip)
        .orElse("no reason given");
  }

  @Override
  public void close() {
    block.close();
    weights.close();
  }
}
