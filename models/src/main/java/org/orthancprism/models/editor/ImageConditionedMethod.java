// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.orthancprism.models.compositing.Region;
import org.orthancprism.models.counterfactual.EditParameters;
import org.orthancprism.models.diffusion.ConditionedDiffusion;
import org.orthancprism.models.diffusion.ConditionedDiffusion.Prediction;
import org.orthancprism.models.diffusion.CosineSchedule;
import org.orthancprism.models.diffusion.TextEncoder;
import org.orthancprism.models.film.Blur;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Resampling;
import org.orthancprism.models.film.WorkingSize;
import org.orthancprism.models.pack.Captions;
import org.orthancprism.models.pack.EditorKind;
import org.orthancprism.models.pack.NoiseSchedule;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.pack.Sampling;
import org.orthancprism.models.request.Edit;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.models.request.FindingEdit;
import org.orthancprism.models.request.PromptEdit;
import org.orthancprism.models.torch.Precision;

/**
 * Edits with a diffusion model that sees the source film, in the manner of InstructPix2Pix (arXiv
 * 2211.09800), and predicts a change mask.
 *
 * <p>One step starts from zeros in place of noise, which was measured to be as good as many steps;
 * more steps start from seeded noise.
 */
final class ImageConditionedMethod implements EditMethod {

  /** A pixel changes when that is more likely than not. */
  private static final float CHANGES = 0.5f;

  /** Smaller parts of a mask, in pixels at working resolution, are taken for chance. */
  private static final int LEAST_PART = 5;

  private final Pack pack;
  private final Captions.Instruction captions;
  private final NDManager root;
  private final TextEncoder text;
  private final ConditionedDiffusion diffusion;
  private long evaluations;

  private ImageConditionedMethod(
      Pack pack,
      Captions.Instruction captions,
      NDManager root,
      TextEncoder text,
      ConditionedDiffusion diffusion) {
    this.pack = pack;
    this.captions = captions;
    this.root = root;
    this.text = text;
    this.diffusion = diffusion;
  }

  /**
   * Opens a pack's networks.
   *
   * @throws PackException when they don't fit this method
   */
  static ImageConditionedMethod open(Pack pack, Precision precision, NDManager root)
      throws PackException {
    if (!(pack.manifest().captions() instanceof Captions.Instruction captions)) {
      throw new PackException(
          "pack.json: an image-conditioned editor needs captions of the kind instruction");
    }
    if (!(pack.manifest().schedule() instanceof NoiseSchedule.Cosine)) {
      throw new PackException(
          "pack.json: an image-conditioned editor needs a scheduler of the kind cosine");
    }
    TextEncoder text = TextEncoder.open(pack, precision, root);
    try (NDManager scope = root.newSubManager()) {
      NDArray context = text.tryOut(scope, captions.keep());
      ConditionedDiffusion diffusion = ConditionedDiffusion.open(pack, precision, root, context);
      return new ImageConditionedMethod(pack, captions, root, text, diffusion);
    } catch (PackException | RuntimeException e) {
      text.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return EditorKind.IMAGE_CONDITIONED.label();
  }

  @Override
  public void refuseUnfit(EditOptions options) throws EditException {
    if (options.method().isPresent()) {
      throw new EditException(
          "the pack "
              + pack.name()
              + " is "
              + name()
              + " and has no other method: ask for none, or take an inversion pack");
    }
  }

  @Override
  public int reportedSteps(SeenFilm film, List<Edit> edits, EditOptions options) {
    return edits.size() * pack.manifest().sampling().steps();
  }

  @Override
  public List<List<WorkingEdit>> edit(
      SeenFilm film, List<Edit> edits, EditOptions options, StepCounter steps, StageClock clock) {
    List<List<WorkingEdit>> made = new ArrayList<>();
    for (Edit edit : edits) {
      made.add(List.of(edit(film.luminance(), edit, options, steps)));
      clock.lap("denoise");
    }
    return made;
  }

  private WorkingEdit edit(Plane film, Edit edit, EditOptions options, StepCounter steps) {
    WorkingSize size =
        WorkingSize.of(film.rows(), film.columns(), resolution(edit), diffusion.multiple());
    Plane working = Resampling.AREA.resample(film, size.rows(), size.columns());
    String caption = caption(edit, options);
    Plane source = size.pad(working).map(value -> 2 * value - 1);
    Prediction prediction = sample(source, caption, options.seed(), steps);
    Plane change = size.crop(prediction.change()).map(value -> value / 2);
    if (isSoft(edit) && diffusion.fold() > 1) {
      change = withoutFold(change);
    }
    Region region = region(size.crop(prediction.probability()), edit);
    Sampling sampling = pack.manifest().sampling();
    EditParameters parameters =
        new EditParameters(
            name(),
            "",
            caption,
            options.seed(),
            sampling.steps(),
            sampling.guidance(),
            Optional.empty());
    return new WorkingEdit(working, change, region, parameters);
  }

  private Region region(Plane probability, Edit edit) {
    Region region = Region.above(probability, CHANGES).withoutSpecks(LEAST_PART);
    return edit instanceof FindingEdit finding
        ? region.touching(Region.above(probability, certainFrom(finding)))
        : region;
  }

  /** Whether an edit changes a film over whole regions and has no sharp edges of its own. */
  private boolean isSoft(Edit edit) {
    return edit instanceof FindingEdit finding
        && pack.editable(finding.finding()).compositing().isSoft();
  }

  /**
   * A soft change without the pattern of dots or of a grid that the network's fold leaves in it.
   */
  private Plane withoutFold(Plane change) {
    float[] smooth =
        Blur.overPeriod(change.values(), change.rows(), change.columns(), diffusion.fold());
    return new Plane(change.rows(), change.columns(), smooth);
  }

  private float certainFrom(FindingEdit edit) {
    return (float) pack.editable(edit.finding()).certainFrom();
  }

  private int resolution(Edit edit) {
    return edit instanceof FindingEdit finding
        ? pack.editable(finding.finding()).resolution()
        : pack.manifest().resolution();
  }

  /** Free captions serve as instructions unchanged. */
  private String caption(Edit edit, EditOptions options) {
    if (edit instanceof PromptEdit prompt) {
      return prompt.target();
    }
    FindingEdit finding = (FindingEdit) edit;
    return switch (finding.direction()) {
      case REMOVE -> captions.remove(finding.finding());
      case ADD ->
          captions.add(
              finding.finding(),
              options.mirrored() ? finding.placement().mirrored() : finding.placement());
    };
  }

  /** The prediction of the last step. */
  private Prediction sample(Plane source, String caption, long seed, StepCounter steps) {
    CosineSchedule schedule = new CosineSchedule(pack.manifest().sampling().steps());
    float[] sample = start(source.values().length, schedule.steps(), seed);
    try (NDManager scope = root.newSubManager()) {
      NDArray context = text.encode(scope, caption);
      NDArray keep = text.encode(scope, captions.keep());
      Prediction prediction = predict(scope, sample, source, schedule.timestep(0), context, keep);
      steps.step();
      for (int i = 1; i < schedule.steps(); i++) {
        sample = schedule.next(i - 1, sample, film(source, prediction));
        prediction = predict(scope, sample, source, schedule.timestep(i), context, keep);
        steps.step();
      }
      return prediction;
    }
  }

  private static float[] start(int size, int steps, long seed) {
    float[] sample = new float[size];
    if (steps > 1) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < size; i++) {
        sample[i] = (float) random.nextGaussian();
      }
    }
    return sample;
  }

  private static float[] film(Plane source, Prediction prediction) {
    float[] film = prediction.change().values();
    for (int i = 0; i < film.length; i++) {
      film[i] += source.values()[i];
    }
    return film;
  }

  private Prediction predict(
      NDManager scope,
      float[] sample,
      Plane source,
      float timestep,
      NDArray context,
      NDArray keep) {
    double guidance = pack.manifest().sampling().guidance();
    evaluations += guidance == 1 ? 1 : 2;
    Prediction prediction = diffusion.predict(scope, sample, source, timestep, context);
    if (guidance == 1) {
      return prediction;
    }
    Prediction unchanged = diffusion.predict(scope, sample, source, timestep, keep);
    return prediction.guidedAway(unchanged, guidance);
  }

  @Override
  public long evaluations() {
    return evaluations;
  }

  @Override
  public void close() {
    diffusion.close();
    text.close();
  }
}
