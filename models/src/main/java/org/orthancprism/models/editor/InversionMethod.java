// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final NoiseSchedule.ScaledLinear noise;
  private final NDManager root;
  private final TextEncoder text;
  private final LatentDiffusion diffusion;
  private final ControlledUnet unet;

  private InversionMethod(
      Pack pack,
      Captions.Description captions,
      NoiseSchedule.ScaledLinear noise,
      NDManager root,
      TextEncoder text,
      LatentDiffusion diffusion) {
    this.pack = pack;
    this.captions = captions;
    this.noise = noise;
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
      InversionMethod method = new InversionMethod(pack, captions, noise, root, text, diffusion);
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
  public void refuseUnfit(EditOptions options) {}

  @Override
  public int reportedSteps(List<Edit> edits, EditOptions options) {
    int passes = groups(edits).size() * method(options).passes();
    return passes * schedule(options).count();
  }

  @Override
  public List<WorkingEdit> edit(
      Plane film, List<Edit> edits, EditOptions options, StepCounter steps) {
    Map<Edit, WorkingEdit> made = new HashMap<>();
    groups(edits)
        .forEach(
            (group, captioned) -> {
              List<Plane> changes = changes(film, group, captioned, options, steps);
              for (int i = 0; i < changes.size(); i++) {
                made.put(
                    captioned.get(i).edit(), working(changes.get(i), captioned.get(i), options));
              }
            });
    return edits.stream().map(edit -> Objects.requireNonNull(made.get(edit))).toList();
  }

  /** An edit and the caption of its result. */
  private record Captioned(Edit edit, String source, String target) {}

  /** What edits of a film must have in common to share its way to noise. */
  private record Group(String source, int side) {}

  /** The edits by what they share, in their order. */
  private Map<Group, List<Captioned>> groups(List<Edit> edits) {
    Map<Group, List<Captioned>> groups = new LinkedHashMap<>();
    for (Edit edit : edits) {
      Captioned captioned = captioned(edit, edits);
      Group group = new Group(captioned.source(), pack.editable(edit.finding()).resolution());
      groups.computeIfAbsent(group, any -> new ArrayList<>()).add(captioned);
    }
    return groups;
  }

  /**
   * The film shows what is to be removed from it, by whichever of the edits; the result of an edit
   * shows that without, or with, its finding.
   */
  private Captioned captioned(Edit edit, List<Edit> edits) {
    List<Finding> shown = new ArrayList<>();
    List<Finding> then = new ArrayList<>();
    boolean adds = edit.direction() == Direction.ADD;
    for (Finding finding : pack.findings()) {
      boolean own = finding.equals(edit.finding());
      boolean present = !own && edits.contains(new Edit(Direction.REMOVE, finding));
      if (present || (own && !adds)) {
        shown.add(finding);
      }
      if (present || (own && adds)) {
        then.add(finding);
      }
    }
    return new Captioned(edit, captions.of(shown), captions.of(then));
  }

  private WorkingEdit working(Plane change, Captioned captioned, EditOptions options) {
    Sampling sampling = pack.manifest().sampling();
    return new WorkingEdit(
        change,
        DifferenceRegion.of(change),
        new EditParameters(
            method(options).label(),
            captioned.source(),
            captioned.target(),
            options.seed(),
            schedule(options).count(),
            sampling.guidance()));
  }

  /** What the edits of a group change, in units of luminance. */
  private List<Plane> changes(
      Plane film, Group group, List<Captioned> edits, EditOptions options, StepCounter steps) {
    Plane source =
        Resampling.AREA.resample(film, group.side(), group.side()).map(value -> 2 * value - 1);
    try (NDManager scope = root.newSubManager()) {
      NDArray latents = diffusion.encode(scope, source);
      NDArray edited = method(options).edit(task(scope, latents, group, edits, options, steps));
      List<Plane> films = diffusion.decode(NDArrays.concat(new NDList(latents, edited)));
      return films.subList(1, films.size()).stream()
          .map(made -> made.minus(films.get(0)).map(value -> value / 2))
          .toList();
    }
  }

  private LatentEditing task(
      NDManager scope,
      NDArray latents,
      Group group,
      List<Captioned> edits,
      EditOptions options,
      StepCounter steps) {
    List<String> all = new ArrayList<>(List.of(NO_CAPTION, group.source()));
    edits.forEach(edit -> all.add(edit.target()));
    NDArray contexts = text.encode(scope, all.toArray(String[]::new));
    Sampling sampling = pack.manifest().sampling();
    return new LatentEditing(
        unet,
        schedule(options),
        latents,
        contexts.get("1:2"),
        contexts.get("2:" + all.size()),
        edits.stream().map(edit -> edit.target().equals(edit.source())).toList(),
        contexts.get("0:1"),
        sampling.guidance(),
        new AttentionControl(
            edits.stream()
                .map(edit -> attention(edit.edit(), edit.source(), edit.target()))
                .toList(),
            schedule(options).count(),
            editing().localBlend()),
        options.masks(),
        NoiseSource.seeded(options.seed()),
        steps::step);
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

  private EditingMethod method(EditOptions options) {
    return options.method().orElse(editing().method());
  }

  private DdimSchedule schedule(EditOptions options) {
    return method(options).schedule(noise, pack.manifest().sampling().steps());
  }

  private Editing editing() {
    return pack.manifest().editing();
  }

  @Override
  public long evaluations() {
    return unet.evaluations();
  }

  @Override
  public void close() {
    diffusion.close();
    text.close();
  }
}
