// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.models.attention.AttentionControl;
import org.orthancprism.models.attention.LocalBlend;
import org.orthancprism.models.diffusion.LatentDiffusion.ControlledNoise;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UNet that evaluates a source and its edits together, counts its evaluations, and makes do with
 * less memory when it must: first fewer edits at a time, then attention in slices. What it has
 * learned about the memory it keeps.
 */
public final class ControlledUnet {

  private static final Logger LOG = LoggerFactory.getLogger(ControlledUnet.class);

  private static final int MOST_SLICES = 16;

  private final Evaluator evaluator;
  private int mostEdits = Integer.MAX_VALUE;
  private int slices = 1;
  private long evaluations;

  /** Evaluates the network; {@code LatentDiffusion::predictNoise} in earnest. */
  @FunctionalInterface
  public interface Evaluator {

    /** See {@link org.orthancprism.models.diffusion.LatentDiffusion#predictNoise}. */
    ControlledNoise evaluate(
        NDArray latents, int timestep, NDArray context, Map<String, NDArray> control);
  }

  /** A UNet that has evaluated nothing yet. */
  public ControlledUnet(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** Number of films that were evaluated so far; a pass back counts as two (its cost, about). */
  public long evaluations() {
    return evaluations;
  }

  /** Edits that are evaluated at a time, at most. */
  public int mostEdits() {
    return mostEdits;
  }

  /** Parts that attention is computed in. */
  public int slices() {
    return slices;
  }

  /** Counts a pass back through one film's evaluation. */
  void countPassBack() {
    evaluations += 2;
  }

  /**
   * Predicts the noise of one film, or of some that have nothing to do with each other.
   *
   * @param latents (B, C, H, W)
   * @param timestep training timestep
   * @param context (B, L, D)
   * @return (B, C, H, W)
   */
  NDArray single(NDArray latents, int timestep, NDArray context) {
    while (true) {
      try {
        Map<String, NDArray> control = withSlices(latents.getManager(), new LinkedHashMap<>());
        NDArray noise = evaluator.evaluate(latents, timestep, context, control).noise();
        evaluations += latents.getShape().get(0);
        return noise;
      } catch (EngineException e) {
        makeDo(e, 1);
      }
    }
  }

  /**
   * Predicts the noise of a step: of the source under its caption, where anything looks at it, of
   * the edits under theirs and, with guidance, under the unconditional context.
   *
   * @param editing the film and its edits
   * @param path the source's way
   * @param step index of the step
   * @param source the source's latents (1, C, H, W)
   * @param targets the edits' latents (K, C, H, W)
   * @param blend gets the cross-attention maps, where they are wanted
   */
  BranchNoise predict(
      LatentEditing editing,
      SourcePath path,
      int step,
      NDArray source,
      NDArray targets,
      Optional<LocalBlend> blend) {
    return BranchNoise.joined(
        inParts(
            editing.edits(),
            (from, to) -> part(editing, path, step, new Part(source, targets, from, to), blend)));
  }

  /** Evaluates some of a step's edits, from one to one before another. */
  @FunctionalInterface
  interface EditsOfStep<T> {

    T evaluate(int from, int to);
  }

  /** Evaluates a step's edits, as many at a time as memory allows. */
  <T> List<T> inParts(int edits, EditsOfStep<T> part) {
    List<T> parts = new ArrayList<>();
    int done = 0;
    while (done < edits) {
      int to = Math.min(edits, done + Math.min(mostEdits, edits));
      try {
        parts.add(part.evaluate(done, to));
        done = to;
      } catch (EngineException e) {
        makeDo(e, to - done);
      }
    }
    return parts;
  }

  /** Evaluates a batch under control of its attention. */
  ControlledNoise controlled(
      NDArray batch, int timestep, NDArray contexts, Map<String, NDArray> control) {
    ControlledNoise noise =
        evaluator.evaluate(batch, timestep, contexts, withSlices(batch.getManager(), control));
    evaluations += batch.getShape().get(0);
    return noise;
  }

  /** Some of a step's edits, with their source. */
  private record Part(NDArray source, NDArray targets, int from, int to) {

    int count() {
      return to - from;
    }
  }

  private BranchNoise part(
      LatentEditing editing, SourcePath path, int step, Part part, Optional<LocalBlend> blend) {
    boolean withSource =
        (path.takesNoise() && part.from() == 0)
            || editing.control().looksAtSource(step, part.from(), part.to());
    NDList films = new NDList();
    NDList contexts = new NDList();
    if (withSource) {
      films.add(part.source());
      contexts.add(editing.source());
    }
    NDArray latents = part.targets().get(part.from() + ":" + part.to());
    films.add(latents);
    contexts.add(editing.targets().get(part.from() + ":" + part.to()));
    if (editing.isGuided()) {
      films.add(latents);
      contexts.add(path.unconditional(step).repeat(0, part.count()));
    }
    NDArray batch = NDArrays.concat(films);
    long side = batch.getShape().get(2);
    int captureSide = AttentionControl.captureSide(side);
    Map<String, NDArray> control =
        editing
            .control()
            .at(
                batch.getManager(),
                step,
                part.from(),
                part.to(),
                (int) batch.getShape().get(0),
                (long) captureSide * captureSide);
    int timestep = editing.schedule().denoising().get(step).timestep();
    ControlledNoise noise = controlled(batch, timestep, NDArrays.concat(contexts), control);
    noise.maps().ifPresent(maps -> blend.ifPresent(b -> keepMaps(b, maps, part)));
    return BranchNoise.split(noise.noise(), withSource, part.count(), editing.isGuided());
  }

  private static void keepMaps(LocalBlend blend, NDArray maps, Part part) {
    float[] values = maps.toFloatArray();
    int size = values.length / (part.count() + 1);
    if (part.from() == 0) {
      blend.add(0, values, 0);
    }
    for (int i = 0; i < part.count(); i++) {
      blend.add(part.from() + i + 1, values, (i + 1) * size);
    }
  }

  private Map<String, NDArray> withSlices(NDManager manager, Map<String, NDArray> control) {
    if (slices > 1) {
      control.put("slices", manager.create((long) slices));
    }
    return control;
  }

  /** Asks for less memory at the next try, or gives up. */
  private void makeDo(EngineException failure, int edits) {
    if (!isOutOfMemory(failure)) {
      throw failure;
    }
    if (edits > 1) {
      mostEdits = (edits + 1) / 2;
      LOG.warn("out of memory: {} edits at a time from here on", mostEdits);
    } else if (slices < MOST_SLICES) {
      slices *= 2;
      LOG.warn("out of memory: attention in {} slices from here on", slices);
    } else {
      throw new EngineException(
          "out of memory even with one edit at a time and attention in " + slices + " slices",
          failure);
    }
  }

  /** Whether torch failed for want of memory, by the words of its allocators. */
  static boolean isOutOfMemory(EngineException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("out of memory")
        || message.contains("can't allocate memory")
        || message.contains("not enough memory");
  }
}
