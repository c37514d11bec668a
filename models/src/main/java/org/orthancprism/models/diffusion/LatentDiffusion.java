// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.diffusion;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.torch.Network;
import org.orthancprism.models.torch.Precision;

/**
 * The two networks of a latent diffusion model in the layout of Stable Diffusion 1.x or 2.x (arXiv
 * 2112.10752): the autoencoder between films and latents, and the UNet that predicts noise or v,
 * which {@link DdimSchedule} tells apart.
 */
public final class LatentDiffusion implements AutoCloseable {

  private static final int IMAGE_CHANNELS = 3;

  /** Stable Diffusion 1.x's factor between the autoencoder's latents and the UNet's. */
  private static final double DEFAULT_SCALING = 0.18215;

  private final Network vae;
  private final Network unet;
  private final double scaling;
  private final int multiple;

  private LatentDiffusion(Network vae, Network unet, double scaling, int multiple) {
    this.vae = vae;
    this.unet = unet;
    this.scaling = scaling;
    this.multiple = multiple;
  }

  /**
   * Opens a pack's autoencoder and UNet and tries them on a few pixels.
   *
   * @param pack the pack
   * @param precision what they compute in
   * @param root owner of the engine's memory
   * @param context context of any caption
   * @throws PackException when a network can't be read or they don't fit each other
   */
  public static LatentDiffusion open(
      Pack pack, Precision precision, NDManager root, NDArray context) throws PackException {
    ModuleSpec vaeSpec = pack.module("vae");
    int reduction = 1 << (entries(vaeSpec, "block_out_channels") - 1);
    int depth = 1 << (entries(pack.module("unet"), "cross_attention_blocks") - 1);
    double scaling =
        vaeSpec.config().containsKey("scaling_factor")
            ? vaeSpec.number("scaling_factor")
            : DEFAULT_SCALING;
    Network vae = Network.load(pack, "vae", precision, root);
    LatentDiffusion diffusion;
    try {
      Network unet = Network.load(pack, "unet", precision, root);
      diffusion = new LatentDiffusion(vae, unet, scaling, reduction * depth);
    } catch (PackException | RuntimeException e) {
      vae.close();
      throw e;
    }
    try {
      diffusion.tryOut(root, context, reduction);
      return diffusion;
    } catch (PackException | RuntimeException e) {
      diffusion.close();
      throw e;
    }
  }

  /** Number of entries of a configuration value: a network's number of resolutions. */
  static int entries(ModuleSpec spec, String name) throws PackException {
    List<Double> values = spec.config().get(name);
    if (values == null || values.isEmpty() || values.size() > 8) {
      throw new PackException(
          "pack.json: the configuration of "
              + spec.architecture()
              + " needs "
              + name
              + " with one to eight entries");
    }
    return values.size();
  }

  /** On as few pixels as they take, since what is tried is whether weights and networks fit. */
  private void tryOut(NDManager root, NDArray context, int reduction) throws PackException {
    try (NDManager scope = root.newSubManager()) {
      // Torch normalises no group of a single number.
      NDArray few = tryVae(scope, 2 * reduction);
      int side = multiple / reduction;
      Shape shape = new Shape(1, few.getShape().get(1), side, side);
      try {
        NDArray noise = predictNoise(scope.zeros(shape, few.getDataType()), 1, context);
        if (!noise.getShape().equals(shape)) {
          throw new PackException(
              "the pack's unet gives " + noise.getShape() + " for latents " + shape);
        }
      } catch (EngineException e) {
        throw unet.misfit(e);
      }
    }
  }

  private NDArray tryVae(NDManager scope, int side) throws PackException {
    try {
      NDArray latents = encode(scope, Plane.zeros(side, side));
      decode(latents);
      return latents;
    } catch (EngineException e) {
      throw vae.misfit(e);
    }
  }

  /** Rows and columns of films are multiples of this. */
  public int multiple() {
    return multiple;
  }

  /**
   * Encodes a film: the mean of its latent distribution, scaled for the UNet.
   *
   * @param manager owner of the result
   * @param film luminance in [-1, 1]
   * @return latents (1, channels, rows / reduction, columns / reduction)
   * @throws EngineException when the network fails
   */
  public NDArray encode(NDManager manager, Plane film) {
    LatentDistribution distribution = distribution(manager, film);
    distribution.deviation().close();
    return distribution.mean();
  }

  /**
   * Encodes a film, scaled for the UNet.
   *
   * @param manager owner of the result
   * @param film luminance in [-1, 1]
   * @return latents of the shape (1, channels, rows / reduction, columns / reduction)
   * @throws EngineException when the network fails
   */
  public LatentDistribution distribution(NDManager manager, Plane film) {
    int size = film.values().length;
    float[] channels = new float[IMAGE_CHANNELS * size];
    for (int channel = 0; channel < IMAGE_CHANNELS; channel++) {
      System.arraycopy(film.values(), 0, channels, channel * size, size);
    }
    Shape shape = new Shape(1, IMAGE_CHANNELS, film.rows(), film.columns());
    try (NDManager scope = manager.newSubManager()) {
      LatentDistribution distribution =
          LatentDistribution.of(vae.call("encode", scope.create(channels, shape)), scaling);
      distribution.mean().attach(manager);
      distribution.deviation().attach(manager);
      return distribution;
    }
  }

  /**
   * Decodes latents to films, one after the other: at full resolution the decoder takes more memory
   * than the UNet.
   *
   * @param latents (films, channels, rows, columns), as the UNet has them
   * @return luminance about [-1, 1], the mean of the decoder's three channels, one plane for each
   * @throws EngineException when the network fails
   */
  public List<Plane> decode(NDArray latents) {
    int films = (int) latents.getShape().get(0);
    return IntStream.range(0, films).mapToObj(film -> decode(latents, film)).toList();
  }

  /**
   * Encodes a film and decodes it again.
   *
   * @param manager owner of the memory that is needed on the way
   * @param luminance the film, 0 black and 1 white
   * @return by how much luminance has changed
   * @throws EngineException when the network fails
   */
  public Plane roundTrip(NDManager manager, Plane luminance) {
    try (NDManager scope = manager.newSubManager()) {
      Plane decoded = decode(encode(scope, luminance.map(value -> 2 * value - 1))).get(0);
      return decoded.map(value -> (value + 1) / 2).minus(luminance);
    }
  }

  private Plane decode(NDArray latents, int film) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray images = vae.call("decode", latents.get(film + ":" + (film + 1)).div(scaling));
      NDArray gray = images.mean(new int[] {1}).squeeze(0);
      return new Plane(
          (int) gray.getShape().get(0), (int) gray.getShape().get(1), gray.toFloatArray());
    }
  }

  /**
   * Predicts the noise in latents.
   *
   * @param latents (batch, channels, rows, columns)
   * @param timestep training timestep
   * @param context one context for each of the batch (batch, tokens, width)
   * @return the noise, of the latents' shape, attached to their manager
   * @throws EngineException when the network fails
   */
  public NDArray predictNoise(NDArray latents, int timestep, NDArray context) {
    try (NDArray times = timesteps(latents, timestep)) {
      return unet.forward(latents, times, context);
    }
  }

  /**
   * Predicts the noise in latents under control of the UNet's attention.
   *
   * @param latents (batch, channels, rows, columns)
   * @param timestep training timestep
   * @param context one context for each of the batch (batch, tokens, width)
   * @param control entries as {@code models/architecture/attention_control.py} names them; may be
   *     empty
   * @return the noise and, where the control captures, the cross-attention maps, attached to the
   *     latents' manager
   * @throws EngineException when the network fails
   */
  public ControlledNoise predictNoise(
      NDArray latents, int timestep, NDArray context, Map<String, NDArray> control) {
    if (control.isEmpty()) {
      return new ControlledNoise(predictNoise(latents, timestep, context), Optional.empty());
    }
    try (NDArray times = timesteps(latents, timestep)) {
      Map<String, NDArray> outputs =
          unet.call("controlled", List.of(latents, times, context), control);
      NDArray noise =
          Objects.requireNonNull(outputs.get("noise"), "the architecture gives the noise");
      return new ControlledNoise(noise, Optional.ofNullable(outputs.get("maps")));
    }
  }

  /**
   * What the UNet gives under control of its attention.
   *
   * @param noise the predicted noise, of the latents' shape
   * @param maps cross-attention maps (rows, pixels, tokens), averaged over heads and layers
   */
  public record ControlledNoise(NDArray noise, Optional<NDArray> maps) {}

  private static NDArray timesteps(NDArray latents, int timestep) {
    float[] timesteps = new float[(int) latents.getShape().get(0)];
    Arrays.fill(timesteps, timestep);
    return latents.getManager().create(timesteps);
  }

  @Override
  public void close() {
    unet.close();
    vae.close();
  }
}
