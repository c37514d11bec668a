// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.models.diffusion.Step;

/**
 * Null-text inversion (Mokady et al., arXiv 2211.09794, algorithm 1): at each step the
 * unconditional context is optimised until the guided step leads to the station that the inversion
 * passed.
 *
 * <p>As the paper's code does: at most 10 steps of Adam at each, with a learning rate of 0.01 that
 * falls by a hundredth of itself a step, until the mean squared error is below 1e-5 plus 2e-5 for
 * each step taken; the context found is where the next step starts. The source's latents on that
 * way are kept, so that the edits need not lead it again.
 */
final class NullTextPath implements SourcePath {

  private static final int INNER_STEPS = 10;
  private static final double RATE = 1e-2;

  /** The last step at which the learning rate falls. */
  private static final int LAST_FALL = 99;

  private static final double LOSS = 1e-5;
  private static final double LOSS_PER_STEP = 2e-5;

  private final LatentEditing editing;
  private final List<NDArray> sources;
  private final List<NDArray> contexts;

  private NullTextPath(LatentEditing editing, List<NDArray> sources, List<NDArray> contexts) {
    this.editing = editing;
    this.sources = sources;
    this.contexts = contexts;
  }

  static NullTextPath of(LatentEditing editing) {
    DdimInversion inversion = DdimInversion.of(editing);
    List<NDArray> sources = new ArrayList<>();
    List<NDArray> contexts = new ArrayList<>();
    sources.add(inversion.noise());
    NDManager manager = editing.latents().getManager();
    Shape shape = editing.empty().getShape();
    float[] context = editing.empty().toFloatArray();
    List<Step> steps = editing.schedule().denoising();
    for (int i = 0; i < steps.size(); i++) {
      NDArray current = sources.get(i);
      NDArray optimised;
      NDArray next;
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray conditional =
            editing.unet().single(current, steps.get(i).timestep(), editing.source());
        optimise(editing, context, i, current, conditional, inversion.after(i));
        optimised = manager.create(context, shape);
        NDArray without = editing.unet().single(current, steps.get(i).timestep(), optimised);
        next = steps.get(i).apply(current, guided(editing, conditional, without));
        NDScope.unregister(optimised, next);
      }
      contexts.add(optimised);
      sources.add(next);
      editing.afterStep().run();
    }
    return new NullTextPath(editing, sources, contexts);
  }

  private static NDArray guided(LatentEditing editing, NDArray conditional, NDArray without) {
    return without.add(conditional.sub(without).mul(editing.guidance()));
  }

  /** Changes a context in place. */
  private static void optimise(
      LatentEditing editing,
      float[] context,
      int step,
      NDArray current,
      NDArray conditional,
      NDArray station) {
    Adam adam = new Adam(context, rate(step));
    for (int inner = 0; inner < INNER_STEPS; inner++) {
      double loss = innerStep(editing, adam, context, step, current, conditional, station);
      if (loss < LOSS + step * LOSS_PER_STEP) {
        return;
      }
    }
  }

  /**
   * The learning rate of a step: it falls by a hundredth of the first rate at each step, as in the
   * authors' code, which is written for 50 steps. From the 101st on that code's rate would be 0 and
   * then negative; here it stays at the last positive one.
   */
  static double rate(int step) {
    return RATE * (1 - Math.min(step, LAST_FALL) / 100.0);
  }

  /** Takes one step of Adam and gives the loss before it. */
  private static double innerStep(
      LatentEditing editing,
      Adam adam,
      float[] context,
      int step,
      NDArray current,
      NDArray conditional,
      NDArray station) {
    Step ddim = editing.schedule().denoising().get(step);
    try (NDScope scope = new NDScope();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      scope.suppressNotUsedWarning();
      NDArray leaf = current.getManager().create(context, editing.empty().getShape());
      leaf.setRequiresGradient(true);
      NDArray without = editing.unet().single(current, ddim.timestep(), leaf);
      NDArray reached = ddim.apply(current, guided(editing, conditional, without));
      NDArray squares = reached.sub(station).square();
      // The mean's gradient would be lost in the smallest numbers of half precision.
      collector.backward(squares.sum());
      editing.unet().countPassBack();
      adam.step(leaf.getGradient().div(squares.size()).toFloatArray());
      return squares.mean().getFloat();
    }
  }

  @Override
  public NDArray start() {
    return sources.get(0);
  }

  @Override
  public NDArray unconditional(int step) {
    return contexts.get(step);
  }

  @Override
  public boolean takesNoise() {
    return false;
  }

  @Override
  public Latents next(
      int step,
      NDArray source,
      NDArray targets,
      Optional<NDArray> sourceNoise,
      NDArray targetNoise) {
    return new Latents(
        sources.get(step + 1),
        editing.schedule().denoising().get(step).apply(targets, targetNoise));
  }
}
