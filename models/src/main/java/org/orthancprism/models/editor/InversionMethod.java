// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.models.attention.AttentionControl;
import org.orthancprism.models.attention.EditAttention;
import org.orthancprism.models.attention.TokenAlignment;
import org.orthancprism.models.diffusion.DdimSchedule;
import org.orthancprism.models.diffusion.LatentDiffusion;
import org.orthancprism.models.diffusion.TextEncoder;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Resampling;
import org.orthancprism.models.inversion.ControlledUnet;
import org.orthancprism.models.inversion.EditingMethod;
import org.orthancprism.models.inversion.LatentEditing;
import org.orthancprism.models.inversion.NoiseSource;
import org.orthancprism.models.pack.Captions;
import org.orthancprism.models.pack.EditableFinding;
import org.orthancprism.models.pack.Editing;
import org.orthancprism.models.pack.Finding;
import org.orthancprism.models.pack.NoiseSchedule;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.pack.Sampling;
import org.orthancprism.models.tokenizer.CaptionTokenizer;

/**
 * Edits with a latent diffusion model by one of the methods of {@link EditingMethod}, as PRISM does
 * (arXiv 2503.00196): the film is led to noise under its own caption and back under the target
 * caption, with classifier-free guidance (arXiv 2207.12598) and prompt-to-prompt's attention
 * control (arXiv 2208.01626).
 *
 * <p>The change is the difference to what the autoencoder makes of the film itself, so that what
 * the autoencoder loses is no change.
 */
final class InversionMethod implements EditMethod {

  private static final String NO_CAPTION = "";

  private final Pack pack;
  private final Captions.Description captions;
  private final DdimSchedule schedule;
  private final NDManager root;
  private final TextEncoder text;
  private final LatentDiffusion diffusion;
  private final ControlledUnet unet;

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
    this.unet = new ControlledUnet(diffusion::predictNoise);
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
    return editing().method().label();
  }

  @Override
  public int reportedSteps() {
    return editing().method().passes() * pack.manifest().sampling().steps();
  }

  @Override
  public WorkingEdit edit(Plane film, Edit edit, long seed, StepCounter steps) {
    int side = pack.editable(edit.finding()).resolution();
    Plane source = Resampling.AREA.resample(film, side, side).map(value -> 2 * value - 1);
    List<Finding> present = List.of(edit.finding());
    boolean removes = edit.direction() == Direction.REMOVE;
    String sourceCaption = captions.of(removes ? present : List.of());
    String targetCaption = captions.of(removes ? List.of() : present);
    Plane change = change(source, edit, sourceCaption, targetCaption, seed, steps);
    Sampling sampling = pack.manifest().sampling();
    return new WorkingEdit(
        change,
        DifferenceRegion.of(change),
        new EditParameters(
            name(), sourceCaption, targetCaption, seed, sampling.steps(), sampling.guidance()));
  }

  private Plane change(
      Plane source,
      Edit edit,
      String sourceCaption,
      String targetCaption,
      long seed,
      StepCounter steps) {
    try (NDManager scope = root.newSubManager()) {
      NDArray contexts = text.encode(scope, sourceCaption, targetCaption, NO_CAPTION);
      NDArray latents = diffusion.encode(scope, source);
      AttentionControl control =
          new AttentionControl(
              List.of(attention(edit, sourceCaption, targetCaption)),
              pack.manifest().sampling().steps(),
              editing().localBlend());
      LatentEditing task =
          new LatentEditing(
              unet,
              schedule,
              latents,
              contexts.get("0:1"),
              contexts.get("1:2"),
              List.of(sourceCaption.equals(targetCaption)),
              contexts.get("2:3"),
              pack.manifest().sampling().guidance(),
              control,
              Optional.empty(),
              NoiseSource.seeded(seed),
              steps::step);
      NDArray edited = editing().method().edit(task);
      List<Plane> films = diffusion.decode(NDArrays.concat(new NDList(latents, edited)));
      return films.get(1).minus(films.get(0)).map(value -> value / 2);
    }
  }

  private EditAttention attention(Edit edit, String sourceCaption, String targetCaption) {
    CaptionTokenizer tokenizer = text.tokenizer();
    String finding = edit.finding().name();
    Set<Integer> targetWords = tokenizer.places(finding, targetCaption);
    float[] weights = new float[text.length()];
    for (int token = 0; token < weights.length; token++) {
      weights[token] = targetWords.contains(token) ? (float) editing().wordWeight() : 1;
    }
    return new EditAttention(
        TokenAlignment.refinement(
            tokenizer.tokens(sourceCaption), tokenizer.tokens(targetCaption), text.length()),
        weights,
        editing().crossReplace(),
        editing().selfReplace().get(0),
        tokenizer.places(finding, sourceCaption),
        targetWords);
  }

  private Editing editing() {
    return pack.manifest().editing();
  }

  @Override
  public void close() {
    diffusion.close();
    text.close();
  }
}
