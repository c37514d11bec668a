// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.orthancprism.models.attention.AttentionControl;
import org.orthancprism.models.attention.UnifiedBlend;
import org.orthancprism.models.attention.UnifiedControl;
import org.orthancprism.models.diffusion.DdimSchedule;
import org.orthancprism.models.diffusion.LatentDiffusion.ControlledNoise;
import org.orthancprism.models.diffusion.Step;

/**
 * InfEdit (Xu et al., arXiv 2312.04965): a denoising diffusion consistent model leads source, edits
 * and layouts from one noise, in the steps of a latent consistency model. At each step the source's
 * known film takes the place of the predicted one (algorithm 2), all are noised with the same fresh
 * noise, and attention is controlled as a whole (section 4).
 */
final class UnifiedBranches {

  private final UnifiedEditing editing;
  private final List<Step> steps;
  private final Shape shape;
  private final Optional<UnifiedBlend> blend;
  private final Optional<NDArray> editMask;
  private final Optional<NDArray> keepMask;

  private UnifiedBranches(UnifiedEditing editing) {
    this.editing = editing;
    this.steps = editing.schedule().denoising();
    this.shape = editing.latents().getShape();
    this.blend =
        editing.control().captures()
            ? Optional.of(
                new UnifiedBlend(
                    editing.control(), captureSide(), (int) editing.source().getShape().get(1)))
            : Optional.empty();
    this.editMask = editing.masks().map(m -> m.editAt(editing.latents().getManager(), shape));
    this.keepMask = editing.masks().map(m -> m.keepAt(editing.latents().getManager(), shape));
  }

  /**
   * Takes all steps.
   *
   * @return the edits' latents (K, C, H, W), in the manager of the film's
   */
  static NDArray run(UnifiedEditing editing) {
    return new UnifiedBranches(editing).run();
  }

  /** Latents of source (1, C, H, W), edits and layouts (K, C, H, W). */
  private record Latents(NDArray source, NDArray targets, NDArray layouts) {

    void close() {
      source.close();
      targets.close();
      layouts.close();
    }
  }

  private NDArray run() {
    NDArray noise = fresh();
    Latents latents =
        new Latents(noise, noise.repeat(0, editing.edits()), noise.repeat(0, editing.edits()));
    for (int step = 0; step < steps.size(); step++) {
      Latents next;
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        next = step(step, latents);
        NDScope.unregister(next.source(), next.targets(), next.layouts());
      }
      latents.close();
      latents = next;
      editing.afterStep().run();
    }
    latents.source().close();
    latents.layouts().close();
    return latents.targets();
  }

  private Latents step(int step, Latents latents) {
    UnifiedNoise noise =
        UnifiedNoise.joined(
            editing.unet().inParts(editing.edits(), (from, to) -> part(step, latents, from, to)));
    Step toFilm = editing.schedule().toFilm(steps.get(step).timestep());
    NDArray film = editing.latents();
    NDArray offset = film.sub(toFilm.apply(latents.source(), noise.source()));
    NDArray targets = toFilm.apply(latents.targets(), noise.targets()).add(offset);
    NDArray layouts = toFilm.apply(latents.layouts(), noise.layouts()).add(offset);
    if (step == steps.size() - 1) {
      return kept(new Latents(film.duplicate(), targets, layouts));
    }
    NDArray fresh = fresh();
    return kept(
        blended(
            step,
            new Latents(
                noised(film, step + 1, fresh),
                noised(targets, step + 1, fresh),
                noised(layouts, step + 1, fresh))));
  }

  private UnifiedNoise part(int step, Latents latents, int from, int to) {
    int count = to - from;
    NDArray layoutContexts = editing.source().repeat(0, count);
    NDList contexts = new NDList(editing.source(), editing.targets().get(from + ":" + to));
    contexts.add(layoutContexts);
    contexts.add(editing.empty().repeat(0, UnifiedControl.rows(count)));
    NDArray half =
        NDArrays.concat(
            new NDList(
                latents.source(),
                latents.targets().get(from + ":" + to),
                latents.layouts().get(from + ":" + to)));
    NDArray batch = NDArrays.concat(new NDList(half, half));
    long pixels = (long) captureSide() * captureSide();
    Map<String, NDArray> control = editing.control().at(batch.getManager(), step, from, to, pixels);
    ControlledNoise noise =
        editing
            .unet()
            .controlled(batch, steps.get(step).timestep(), NDArrays.concat(contexts), control);
    noise.maps().ifPresent(maps -> blend.ifPresent(b -> keepMaps(b, maps, from, to)));
    return UnifiedNoise.guided(noise.noise(), count, editing.guidance(), editMask);
  }

  private void keepMaps(UnifiedBlend maps, NDArray seen, int from, int to) {
    float[] values = seen.toFloatArray();
    int count = to - from;
    if (from == 0) {
      maps.add(0, values, 0);
    }
    for (int i = 0; i < count; i++) {
      maps.add(1 + from + i, values, 1 + i);
      maps.add(1 + editing.edits() + from + i, values, 1 + count + i);
    }
  }

  /** The edits where their words look, and their layouts or their source elsewhere. */
  private Latents blended(int step, Latents latents) {
    if (blend.isEmpty() || step == 0) {
      return latents;
    }
    UnifiedBlend words = blend.get();
    int rows = (int) shape.get(2);
    int columns = (int) shape.get(3);
    double alphaBar = editing.schedule().alphaBar(steps.get(step).timestep());
    NDArray local = mask(edit -> words.local(edit, alphaBar, rows, columns));
    NDArray mutual = mask(edit -> words.mutual(edit, rows, columns));
    NDArray targets = NDArrays.where(local, latents.targets(), latents.layouts());
    targets = NDArrays.where(mutual, latents.source().repeat(0, editing.edits()), targets);
    if (step == steps.size() - 2) {
      NDArray layout = mask(edit -> words.layout(edit, rows, columns));
      targets = NDArrays.where(layout, latents.layouts(), targets);
    }
    return new Latents(latents.source(), targets, latents.layouts());
  }

  /** One mask an edit, of the latents' shape. */
  private NDArray mask(IntFunction<boolean[]> ofEdit) {
    int pixels = (int) (shape.get(2) * shape.get(3));
    boolean[] masks = new boolean[editing.edits() * pixels];
    for (int edit = 0; edit < editing.edits(); edit++) {
      System.arraycopy(ofEdit.apply(edit), 0, masks, edit * pixels, pixels);
    }
    return editing
        .latents()
        .getManager()
        .create(masks, new Shape(editing.edits(), 1, shape.get(2), shape.get(3)))
        .repeat(1, shape.get(1));
  }

  /** The edits with the source where the film is kept, and where they say what the film shows. */
  private Latents kept(Latents latents) {
    NDArray all = latents.source().repeat(0, editing.edits());
    NDArray targets = latents.targets();
    if (keepMask.isPresent()) {
      targets = targets.add(all.sub(targets).mul(keepMask.get()));
    }
    if (editing.sameAsSource().contains(true)) {
      NDList rows = new NDList();
      for (int edit = 0; edit < editing.edits(); edit++) {
        NDArray row = targets.get(edit + ":" + (edit + 1));
        rows.add(editing.sameAsSource().get(edit) ? latents.source() : row);
      }
      targets = NDArrays.concat(rows);
    }
    return new Latents(latents.source(), targets, latents.layouts());
  }

  private NDArray noised(NDArray films, int step, NDArray noise) {
    DdimSchedule schedule = editing.schedule();
    double alphaBar = schedule.alphaBar(steps.get(step).timestep());
    return films.mul(Math.sqrt(alphaBar)).add(noise.mul(Math.sqrt(1 - alphaBar)));
  }

  private NDArray fresh() {
    return editing.noise().draw(editing.latents().getManager(), shape);
  }

  private int captureSide() {
    return AttentionControl.captureSide(shape.get(2));
  }
}
