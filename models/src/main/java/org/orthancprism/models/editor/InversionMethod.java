// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.orthancprism.models.diffusion.DdimSampler;
import org.orthancprism.models.diffusion.DdimSchedule;
import org.orthancprism.models.diffusion.LatentDiffusion;
import org.orthancprism.models.diffusion.TextEncoder;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Resampling;
import org.orthancprism.models.pack.Captions;
import org.orthancprism.models.pack.EditableFinding;
import org.orthancprism.models.pack.Finding;
import org.orthancprism.models.pack.NoiseSchedule;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.pack.Sampling;

/**
 * Edits with a latent diffusion model: inverts the film to noise under its own caption with DDIM
 * (arXiv 2010.02502), then regenerates it under the target caption with classifier-free guidance
 * (arXiv 2207.12598), as PRISM does (arXiv 2503.00196).
 *
 * <p>The film is regenerated under its own caption as well, in the same batch: the change is the
 * difference of the two, so that what the autoencoder and the inversion lose is no change.
 */
final class InversionMethod implements EditMethod {

  private static final String NO_CAPTION = "";

  private final Pack pack;
  private final Captions.Description captions;
  private final DdimSchedule schedule;
  private final NDManager root;
  private final TextEncoder text;
  private final LatentDiffusion diffusion;

  private InversionMethod(
      Pack pack,
      Captions.Description captions,
      DdimSchedule schedule,
      NDManager root,
      TextEncoder text,
      LatentDiffusion diffusion) {
    this.pack = pack;
    this.captions = captions;
    this.schedule = schedule;
    this.root = root;
    this.text = text;
    this.diffusion = diffusion;
  }

  /**
   * Opens a pack's networks.
   *
   * @throws PackException when they don't fit this method
   */
  static InversionMethod open(Pack pack, NDManager root) throws PackException {
    if (!(pack.manifest().captions() instanceof Captions.Description captions)) {
      throw new PackException(
          "pack.json: an inversion editor needs captions of the kind description");
    }
    if (!(pack.manifest().schedule() instanceof NoiseSchedule.ScaledLinear noise)) {
      throw new PackException(
          "pack.json: an inversion editor needs a scheduler of the kind scaled_linear");
    }
    int steps = pack.manifest().sampling().steps();
    if (steps > noise.trainTimesteps()) {
      throw new PackException(
          "pack.json: sampling.steps is more than the scheduler's train_timesteps: lower it");
    }
    TextEncoder text = TextEncoder.open(pack, root);
    try (NDManager scope = root.newSubManager()) {
      NDArray context = text.tryOut(scope, captions.empty());
      LatentDiffusion diffusion = LatentDiffusion.open(pack, root, context);
      DdimSchedule schedule = new DdimSchedule(noise, steps);
      InversionMethod method = new InversionMethod(pack, captions, schedule, root, text, diffusion);
      method.refuseUnfitResolutions();
      return method;
    } catch (PackException | RuntimeException e) {
      text.close();
      throw e;
    }
  }

  private void refuseUnfitResolutions() throws PackException {
    for (EditableFinding editable : pack.manifest().findings()) {
      if (editable.resolution() % diffusion.multiple() != 0) {
        diffusion.close();
        throw new PackException(
            "pack.json: the resolution of "
                + editable.finding().name()
                + " must be a multiple of "
                + diffusion.multiple());
      }
    }
  }

  @Override
  public String name() {
    return "ddim-inversion";
  }

  @Override
  public int reportedSteps() {
    return 2 * pack.manifest().sampling().steps();
  }

  @Override
  public WorkingEdit edit(Plane film, Edit edit, long seed, StepCounter steps) {
    int side = pack.editable(edit.finding()).resolution();
    Plane source = Resampling.AREA.resample(film, side, side).map(value -> 2 * value - 1);
    List<Finding> present = List.of(edit.finding());
    boolean removes = edit.direction() == Direction.REMOVE;
    String sourceCaption = captions.of(removes ? present : List.of());
    String targetCaption = captions.of(removes ? List.of() : present);
    Plane change = change(source, sourceCaption, targetCaption, steps);
    Sampling sampling = pack.manifest().sampling();
    return new WorkingEdit(
        change,
        DifferenceRegion.of(change),
        new EditParameters(
            name(), sourceCaption, targetCaption, seed, sampling.steps(), sampling.guidance()));
  }

  private Plane change(
      Plane source, String sourceCaption, String targetCaption, StepCounter steps) {
    try (NDManager scope = root.newSubManager()) {
      NDArray contexts = text.encode(scope, sourceCaption, targetCaption, NO_CAPTION);
      NDArray inverted = invert(diffusion.encode(scope, source), contexts, steps);
      NDArray regenerated = regenerate(inverted, contexts, steps);
      List<Plane> films = diffusion.decode(regenerated);
      return films.get(1).minus(films.get(0)).map(value -> value / 2);
    }
  }

  /** From latents to the noise that the source caption leads back to them from. */
  private NDArray invert(NDArray latents, NDArray contexts, StepCounter steps) {
    NDArray source = contexts.get("0:1");
    return DdimSampler.run(
        latents,
        schedule.inversion(),
        (x, timestep) -> diffusion.predictNoise(x, timestep, source),
        steps::step);
  }

  /** From noise to two latents: under the source caption, and under the target caption, guided. */
  private NDArray regenerate(NDArray inverted, NDArray contexts, StepCounter steps) {
    double guidance = pack.manifest().sampling().guidance();
    NDArray unguided = contexts.get("0:2");
    return DdimSampler.run(
        NDArrays.concat(new NDList(inverted, inverted)),
        schedule.denoising(),
        (x, timestep) ->
            guidance == 1
                ? diffusion.predictNoise(x, timestep, unguided)
                : guided(x, timestep, contexts, guidance),
        steps::step);
  }

  private NDArray guided(NDArray pair, int timestep, NDArray contexts, double guidance) {
    NDArray batch = NDArrays.concat(new NDList(pair, pair.get("1:2")));
    NDArray noise = diffusion.predictNoise(batch, timestep, contexts);
    NDArray source = noise.get("0:1");
    NDArray target = noise.get("1:2");
    NDArray without = noise.get("2:3");
    return NDArrays.concat(new NDList(source, without.add(target.sub(without).mul(guidance))));
  }

  @Override
  public void close() {
    diffusion.close();
    text.close();
  }
}
