// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.diffusion;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.torch.Network;
import org.orthancprism.models.torch.Precision;

/**
 * A text-conditioned diffusion model in pixel space that also sees the source film, in the manner
 * of InstructPix2Pix (arXiv 2211.09800), and predicts where the film changes.
 *
 * <p>The network gets the noisy sample and the source, each folded by the pack's {@code
 * pixel_unshuffle} into channels of smaller size, and gives as many channels of a residual r and of
 * a mask's logits m; the film it predicts is {@code source + sigmoid(m) * r}. Luminance lies in
 * [-1, 1].
 */
public final class ConditionedDiffusion implements AutoCloseable {

  private static final String ROLE = "unet";

  /** Sides of films are multiples of this at least. */
  private static final int LEAST_MULTIPLE = 16;

  private final Network unet;
  private final PixelShuffle shuffle;
  private final int multiple;

  private ConditionedDiffusion(Network unet, PixelShuffle shuffle, int multiple) {
    this.unet = unet;
    this.shuffle = shuffle;
    this.multiple = multiple;
  }

  /**
   * Opens a pack's denoising network and tries it on a tiny film.
   *
   * @param pack the pack
   * @param precision what it computes in
   * @param root owner of the engine's memory
   * @param context context of any caption
   * @throws PackException when the network can't be read or is not of this kind
   */
  public static ConditionedDiffusion open(
      Pack pack, Precision precision, NDManager root, NDArray context) throws PackException {
    int resolutions = LatentDiffusion.entries(pack.module(ROLE), "cross_attention_blocks");
    PixelShuffle shuffle = shuffle(pack);
    int multiple = Math.max(LEAST_MULTIPLE, shuffle.factor() << (resolutions - 1));
    ConditionedDiffusion diffusion =
        new ConditionedDiffusion(Network.load(pack, ROLE, precision, root), shuffle, multiple);
    try {
      diffusion.tryOut(root, context);
      return diffusion;
    } catch (PackException | RuntimeException e) {
      diffusion.close();
      throw e;
    }
  }

  private static PixelShuffle shuffle(Pack pack) throws PackException {
    double factor = pack.module(ROLE).number("pixel_unshuffle");
    if (factor != 1 && factor != 2 && factor != 4 && factor != 8) {
      throw new PackException(
          "pack.json: pixel_unshuffle of the unet is 1, 2, 4 or 8, not " + factor);
    }
    return new PixelShuffle((int) factor);
  }

  private void tryOut(NDManager root, NDArray context) throws PackException {
    Plane blank = Plane.zeros(multiple, multiple);
    try (NDManager scope = root.newSubManager()) {
      predict(scope, blank.values(), blank, 1000, context);
    } catch (EngineException e) {
      throw unet.misfit(e);
    } catch (IllegalArgumentException e) {
      throw new PackException("the pack's unet " + e.getMessage() + ": take another pack", e);
    }
  }

  /** Rows and columns of films are multiples of this. */
  public int multiple() {
    return multiple;
  }

  /**
   * Side of the squares of pixels that the network sees as one place, at least 1. It predicts each
   * pixel of a square by weights of its own, and what these miss by repeats from square to square.
   */
  public int fold() {
    return shuffle.factor();
  }

  /**
   * Predicts the edited film and where it changed.
   *
   * @param manager owner of what is in between
   * @param sample the noisy sample, of the source's size
   * @param source the film in [-1, 1], its sides multiples of {@link #multiple()}
   * @param timestep in (0, 1000]
   * @param context the caption's context (1, tokens, width)
   * @throws EngineException when the network fails
   */
  public Prediction predict(
      NDManager manager, float[] sample, Plane source, float timestep, NDArray context) {
    int rows = source.rows();
    int columns = source.columns();
    float[] input = new float[2 * rows * columns];
    shuffle.fold(sample, rows, columns, input, 0);
    shuffle.fold(source.values(), rows, columns, input, rows * columns);
    int factor = shuffle.factor();
    Shape shape = new Shape(1, 2L * shuffle.channels(), rows / factor, columns / factor);
    try (NDManager scope = manager.newSubManager()) {
      NDArray output =
          unet.forward(scope.create(input, shape), scope.create(new float[] {timestep}), context);
      if (!output.getShape().equals(shape)) {
        throw new IllegalArgumentException("gives " + output.getShape() + " for " + shape);
      }
      return prediction(output.toFloatArray(), rows, columns);
    }
  }

  private Prediction prediction(float[] output, int rows, int columns) {
    return new Prediction(
        new Plane(rows, columns, shuffle.unfold(output, 0, rows, columns)),
        new Plane(rows, columns, shuffle.unfold(output, rows * columns, rows, columns)));
  }

  @Override
  public void close() {
    unet.close();
  }

  /**
   * What the network predicts.
   *
   * @param residual the residual r
   * @param logits the mask's logits m
   */
  public record Prediction(Plane residual, Plane logits) {

    /** Probability that a pixel changes. */
    public Plane probability() {
      return logits.map(logit -> (float) (1 / (1 + Math.exp(-logit))));
    }

    /** What the edit adds to the source, in units of [-1, 1]. */
    public Plane change() {
      Plane probability = probability();
      float[] change = residual.values().clone();
      for (int i = 0; i < change.length; i++) {
        change[i] *= probability.values()[i];
      }
      return new Plane(residual.rows(), residual.columns(), change);
    }

    /**
     * Classifier-free guidance (arXiv 2207.12598): away from what another caption gives.
     *
     * @param from prediction under the caption to go away from
     * @param weight 1 gives this prediction
     */
    public Prediction guidedAway(Prediction from, double weight) {
      return new Prediction(
          beyond(from.residual, residual, weight), beyond(from.logits, logits, weight));
    }

    private static Plane beyond(Plane from, Plane to, double weight) {
      float[] values = new float[to.values().length];
      for (int i = 0; i < values.length; i++) {
        float start = from.values()[i];
        values[i] = (float) (start + weight * (to.values()[i] - start));
      }
      return new Plane(to.rows(), to.columns(), values);
    }
  }
}
