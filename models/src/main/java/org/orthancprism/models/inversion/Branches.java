// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.orthancprism.models.attention.AttentionControl;
import org.orthancprism.models.attention.LocalBlend;

/** Leads all edits of a film beside its source, step by step. */
final class Branches {

  private final LatentEditing editing;
  private final SourcePath path;
  private final Optional<LocalBlend> blend;
  private final Optional<NDArray> editMask;
  private final Optional<NDArray> keepMask;

  private Branches(LatentEditing editing, SourcePath path) {
    this.editing = editing;
    this.path = path;
    Shape shape = editing.latents().getShape();
    this.blend =
        editing.control().captures()
            ? Optional.of(
                new LocalBlend(
                    editing.control(),
                    AttentionControl.captureSide(shape.get(2)),
                    (int) editing.source().getShape().get(1)))
            : Optional.empty();
    this.editMask = editing.masks().map(m -> m.editAt(editing.latents().getManager(), shape));
    this.keepMask = editing.masks().map(m -> m.keepAt(editing.latents().getManager(), shape));
  }

  /**
   * Takes all steps.
   *
   * @return the edits' latents (K, C, H, W), in the manager of the film's
   */
  static NDArray run(LatentEditing editing, SourcePath path) {
    return new Branches(editing, path).run();
  }

  private NDArray run() {
    NDArray source = path.start().duplicate();
    NDArray targets = source.repeat(0, editing.edits());
    int steps = editing.schedule().denoising().size();
    for (int step = 0; step < steps; step++) {
      SourcePath.Latents next;
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        next = step(step, source, targets);
        NDScope.unregister(next.source(), next.targets());
      }
      source.close();
      targets.close();
      source = next.source();
      targets = next.targets();
      editing.afterStep().run();
    }
    source.close();
    return targets;
  }

  private SourcePath.Latents step(int step, NDArray source, NDArray targets) {
    BranchNoise noise = editing.unet().predict(editing, path, step, source, targets, blend);
    SourcePath.Latents next =
        path.next(
            step, source, targets, noise.source(), noise.guided(editing.guidance(), editMask));
    NDArray led = next.targets();
    if (blend.isPresent() && blend.get().counts(step)) {
      led = towards(next.source(), led, blendMasks(blend.get(), led.getShape()));
    }
    if (keepMask.isPresent()) {
      led = towards(next.source(), led, keepMask.get().mul(-1).add(1));
    }
    return new SourcePath.Latents(next.source().duplicate(), withUnchanged(next.source(), led));
  }

  private NDArray blendMasks(LocalBlend localBlend, Shape shape) {
    int rows = (int) shape.get(2);
    int columns = (int) shape.get(3);
    float[] masks = new float[editing.edits() * rows * columns];
    for (int edit = 0; edit < editing.edits(); edit++) {
      float[] mask = localBlend.mask(edit, rows, columns);
      System.arraycopy(mask, 0, masks, edit * mask.length, mask.length);
    }
    return editing
        .latents()
        .getManager()
        .create(masks, new Shape(editing.edits(), 1, rows, columns));
  }

  /** The source outside of a mask, the edits inside. */
  private static NDArray towards(NDArray source, NDArray targets, NDArray mask) {
    return source.add(targets.sub(source).mul(mask));
  }

  /**
   * An edit under the film's own caption is the source's branch: whatever holds that on its path
   * holds the edit too.
   */
  private NDArray withUnchanged(NDArray source, NDArray targets) {
    if (!editing.sameAsSource().contains(true)) {
      return targets.duplicate();
    }
    NDList rows = new NDList();
    for (int edit = 0; edit < editing.edits(); edit++) {
      rows.add(editing.sameAsSource().get(edit) ? source : targets.get(edit + ":" + (edit + 1)));
    }
    return NDArrays.concat(rows);
  }
}
