// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.orthancprism.models.diffusion.DdimSchedule;
import org.orthancprism.models.diffusion.Step;

/**
 * InfEdit's virtual inversion (arXiv 2312.04965, algorithm 2): source and edits are noised with the
 * same fresh noise at every step, and the source's known noise takes the place of a predicted one,
 * so that the source arrives at the film exactly and nothing has to be inverted.
 */
final class VirtualPath implements SourcePath {

  private final LatentEditing editing;
  private final List<Step> steps;
  private final NDArray start;

  private VirtualPath(LatentEditing editing, NDArray start) {
    this.editing = editing;
    this.steps = editing.schedule().denoising();
    this.start = start;
  }

  static VirtualPath of(LatentEditing editing) {
    DdimSchedule schedule = editing.schedule();
    double alphaBar = schedule.alphaBar(schedule.denoising().get(0).timestep());
    return new VirtualPath(editing, noised(editing.latents(), alphaBar, fresh(editing)));
  }

  private static NDArray fresh(LatentEditing editing) {
    return editing.noise().draw(editing.latents().getManager(), editing.latents().getShape());
  }

  private static NDArray noised(NDArray latents, double alphaBar, NDArray noise) {
    return latents.mul(Math.sqrt(alphaBar)).add(noise.mul(Math.sqrt(1 - alphaBar)));
  }

  @Override
  public NDArray start() {
    return start;
  }

  @Override
  public NDArray unconditional(int step) {
    return editing.empty();
  }

  @Override
  public boolean takesNoise() {
    return true;
  }

  @Override
  public Latents next(
      int step,
      NDArray source,
      NDArray targets,
      Optional<NDArray> sourceNoise,
      NDArray targetNoise) {
    // The known noise in the predicted one's place is the known film in the predicted film's.
    Step toFilm = editing.schedule().toFilm(steps.get(step).timestep());
    NDArray film = editing.latents();
    NDArray ofSource = toFilm.apply(source, sourceNoise.orElseThrow());
    NDArray predicted = toFilm.apply(targets, targetNoise).sub(ofSource).add(film);
    if (step == steps.size() - 1) {
      return new Latents(film, predicted);
    }
    double next = editing.schedule().alphaBar(steps.get(step + 1).timestep());
    NDArray fresh = fresh(editing);
    return new Latents(noised(film, next, fresh), noised(predicted, next, fresh));
  }
}
