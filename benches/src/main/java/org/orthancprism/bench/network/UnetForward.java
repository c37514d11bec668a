// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.models.safetensors.TensorEntry;
import org.orthancprism.models.torch.Network;
import org.orthancprism.models.torch.Precision;
import org.orthancprism.models.torch.TorchRuntime;

/**
 * One forward pass of a pack's UNet on inputs that another program can make alike, to be timed
 * against it; see {@code models/reference/bench_engine.py}.
 */
public final class UnetForward implements AutoCloseable {

  private static final float TIMESTEP = 500;

  private final NDManager root;
  private final Network unet;
  private final long channels;
  private final long tokens;
  private final long contextWidth;

  private UnetForward(NDManager root, Network unet, long channels, long tokens, long contextWidth) {
    this.root = root;
    this.unet = unet;
    this.channels = channels;
    this.tokens = tokens;
    this.contextWidth = contextWidth;
  }

  /**
   * Opens a pack's UNet, in the precision that suits the device.
   *
   * @throws PackException when it can't be read
   */
  public static UnetForward open(Pack pack) throws PackException {
    ModuleSpec spec = pack.module("unet");
    SafetensorsFile file = SafetensorsFile.open(pack.file(spec.weights()));
    NDManager root = TorchRuntime.newRoot();
    try {
      return new UnetForward(
          root,
          Network.load(spec, file, Precision.suiting(root.getDevice()), root),
          side(file, "conv_in.weight"),
          pack.manifest().tokenizer().length(),
          side(file, "attn2.to_k.weight"));
    } catch (PackException | RuntimeException e) {
      root.close();
      throw e;
    }
  }

  /** Number of inputs of the first weight of a name. */
  private static long side(SafetensorsFile file, String ending) throws PackException {
    for (TensorEntry entry : file.tensors()) {
      if (entry.name().endsWith(ending)) {
        return entry.shape().get(1);
      }
    }
    throw new PackException("the pack's unet has no weight " + ending + ": take a complete pack");
  }

  /**
   * Runs one pass.
   *
   * @param batch number of latents
   * @param rows rows of a latent
   * @param columns columns of a latent
   */
  public Timed run(int batch, int rows, int columns) {
    TorchRuntime.withoutGradients();
    try (NDManager scope = root.newSubManager()) {
      NDArray sample = waves(scope, new Shape(batch, channels, rows, columns));
      NDArray context = waves(scope, new Shape(batch, tokens, contextWidth));
      float[] timesteps = new float[batch];
      Arrays.fill(timesteps, TIMESTEP);
      NDArray times = scope.create(timesteps);
      long start = System.nanoTime();
      NDArray noise = unet.forward(sample, times, context);
      // Reading a value waits for a device that computes behind the caller's back.
      noise.getFloat(0, 0, 0, 0);
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Timed(seconds, noise.abs().mean().getFloat());
    }
  }

  private static NDArray waves(NDManager scope, Shape shape) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    return scope.create(values, shape);
  }

  /** What is computed in. */
  public Precision precision() {
    return Precision.suiting(root.getDevice());
  }

  @Override
  public void close() {
    unet.close();
    root.close();
  }
}
