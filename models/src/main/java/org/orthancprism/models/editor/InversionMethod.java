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
import java.util.Optional;
import org.orthancprism.models.attention.AttentionControl;
import org.orthancprism.models.attention.Counterparts;
import org.orthancprism.models.attention.StepRange;
import org.orthancprism.models.attention.UnifiedAttention;
import org.orthancprism.models.attention.UnifiedControl;
import org.orthancprism.models.attention.UnifiedSchedule;
import org.orthancprism.models.counterfactual.AttentionSettings;
import org.orthancprism.models.counterfactual.EditParameters;
import org.orthancprism.models.diffusion.DdimSchedule;
import org.orthancprism.models.diffusion.LatentDiffusion;
import org.orthancprism.models.diffusion.LatentDistribution;
import org.orthancprism.models.diffusion.TextEncoder;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Resampling;
import org.orthancprism.models.inversion.ControlledUnet;
import org.orthancprism.models.inversion.LatentEditing;
import org.orthancprism.models.inversion.LatentEditor;
import org.orthancprism.models.inversion.NoiseSource;
import org.orthancprism.models.inversion.UnifiedEditing;
import org.orthancprism.models.pack.Captions;
import org.orthancprism.models.pack.EditableFinding;
import org.orthancprism.models.pack.EditingMethod;
import org.orthancprism.models.pack.InfEditSettings;
import org.orthancprism.models.pack.InversionDefaults;
import org.orthancprism.models.pack.NoiseSchedule;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.request.Edit;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.models.torch.Precision;

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
  static InversionMethod open(Pack pack, Precision precision, NDManager root) throws PackException {
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
    TextEncoder text = TextEncoder.open(pack, precision, root);
    try (NDManager scope = root.newSubManager()) {
      NDArray context = text.tryOut(scope, captions.empty());
      LatentDiffusion diffusion = LatentDiffusion.open(pack, precision, root, context);
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
  public void refuseUnfit(EditOptions options) throws EditException {
    try {
      schedule(options);
    } catch (IllegalArgumentException e) {
      throw new EditException(
          "the pack "
              + pack.name()
              + " can't edit by "
              + editor(options).method().label()
              + ": "
              + e.getMessage()
              + "; ask for another method",
          e);
    }
  }

  @Override
  public int reportedSteps(SeenFilm film, List<Edit> edits, EditOptions options) {
    int passes = groups(film, edits).size() * editor(options).passes();
    return passes * schedule(options).count();
  }

  @Override
  public List<List<WorkingEdit>> edit(
      SeenFilm film, List<Edit> edits, EditOptions options, StepCounter steps, StageClock clock) {
    Map<Edit, List<WorkingEdit>> made = new HashMap<>();
    for (List<CaptionedEdit> group : groups(film, edits).values()) {
      made.putAll(made(film, group, options, steps, clock));
    }
    return edits.stream().map(edit -> Objects.requireNonNull(made.get(edit))).toList();
  }

  /** What edits of a film must have in common to share its way to noise. */
  private record Group(String source, int side) {}

  /** The edits by what they share, in their order. */
  private Map<Group, List<CaptionedEdit>> groups(SeenFilm film, List<Edit> edits) {
    Map<Group, List<CaptionedEdit>> groups = new LinkedHashMap<>();
    for (CaptionedEdit edit : CaptionedEdit.of(film, edits, pack, captions)) {
      groups
          .computeIfAbsent(new Group(edit.source(), edit.side()), any -> new ArrayList<>())
          .add(edit);
    }
    return groups;
  }

  /** A row of the batch: an edit with one of the settings of attention that are tried. */
  private record Candidate(CaptionedEdit edit, AttentionSettings attention) {}

  /** The settings that are tried: one for each of the ranges of self-attention. */
  private List<AttentionSettings> attempts(EditOptions options) {
    if (isInfEdit(options)) {
      UnifiedSchedule attention = editing().infedit().attention();
      StepRange selfReplace = StepRange.upTo(attention.selfReplace());
      return List.of(
          new AttentionSettings(
              Counterparts.REFINE, attention.crossReplace(), selfReplace, 1, blends()));
    }
    return editing().selfReplace().stream()
        .map(
            range ->
                new AttentionSettings(
                    editing().counterparts(),
                    editing().crossReplace(),
                    range,
                    editing().wordWeight(),
                    blends()))
        .toList();
  }

  /** The candidates of a group's edits. */
  private Map<Edit, List<WorkingEdit>> made(
      SeenFilm film,
      List<CaptionedEdit> group,
      EditOptions options,
      StepCounter steps,
      StageClock clock) {
    List<Candidate> candidates = new ArrayList<>();
    for (CaptionedEdit edit : group) {
      attempts(options).forEach(attention -> candidates.add(new Candidate(edit, attention)));
    }
    int side = group.get(0).side();
    Plane source = Resampling.AREA.resample(film.luminance(), side, side);
    List<Plane> changes = changes(source, candidates, options, steps, clock);
    Map<Edit, List<WorkingEdit>> made = new HashMap<>();
    for (int i = 0; i < candidates.size(); i++) {
      made.computeIfAbsent(candidates.get(i).edit().edit(), any -> new ArrayList<>())
          .add(working(source, changes.get(i), candidates.get(i), options));
    }
    return made;
  }

  private WorkingEdit working(
      Plane source, Plane change, Candidate candidate, EditOptions options) {
    return new WorkingEdit(
        source,
        change,
        DifferenceRegion.of(change),
        new EditParameters(
            editor(options).method().label(),
            candidate.edit().source(),
            candidate.edit().target(),
            options.seed(),
            schedule(options).count(),
            pack.manifest().guidance(editor(options).method()),
            Optional.of(candidate.attention())));
  }

  @Override
  public Optional<Plane> roundTrip(Plane luminance) {
    int side = pack.manifest().resolution();
    return Optional.of(diffusion.roundTrip(root, Resampling.AREA.resample(luminance, side, side)));
  }

  /** What the candidates change, in units of luminance. */
  private List<Plane> changes(
      Plane source,
      List<Candidate> candidates,
      EditOptions options,
      StepCounter steps,
      StageClock clock) {
    try (NDManager scope = root.newSubManager()) {
      LatentDistribution seen = diffusion.distribution(scope, source.map(value -> 2 * value - 1));
      NoiseSource random = NoiseSource.seeded(options.seed());
      NDArray latents =
          isInfEdit(options)
              ? seen.sample(random.draw(scope, seen.mean().getShape()))
              : seen.mean();
      Contexts contexts = contexts(scope, candidates);
      clock.lap("encode");
      NDArray edited =
          isInfEdit(options)
              ? LatentEditor.edit(
                  unifiedTask(latents, contexts, candidates, options, random, steps))
              : editor(options)
                  .edit(
                      task(latents, contexts, candidates, options, random, steps),
                      () -> clock.lap("invert"));
      clock.lap("denoise");
      List<Plane> films = diffusion.decode(NDArrays.concat(new NDList(latents, edited)));
      clock.lap("decode");
      return films.subList(1, films.size()).stream()
          .map(made -> made.minus(films.get(0)).map(value -> value / 2))
          .toList();
    }
  }

  /**
   * What the captions say.
   *
   * @param source that of the film (1, L, D)
   * @param targets those of the candidates (K, L, D)
   * @param sameAsSource for each candidate whether its caption is the film's
   * @param empty that of no caption (1, L, D)
   */
  private record Contexts(
      NDArray source, NDArray targets, List<Boolean> sameAsSource, NDArray empty) {}

  private Contexts contexts(NDManager scope, List<Candidate> candidates) {
    String source = candidates.get(0).edit().source();
    List<String> all = new ArrayList<>(List.of(NO_CAPTION, source));
    candidates.forEach(candidate -> all.add(candidate.edit().target()));
    NDArray contexts = text.encode(scope, all.toArray(String[]::new));
    return new Contexts(
        contexts.get("1:2"),
        contexts.get("2:" + all.size()),
        candidates.stream().map(candidate -> candidate.edit().target().equals(source)).toList(),
        contexts.get("0:1"));
  }

  private LatentEditing task(
      NDArray latents,
      Contexts contexts,
      List<Candidate> candidates,
      EditOptions options,
      NoiseSource random,
      StepCounter steps) {
    return new LatentEditing(
        unet,
        schedule(options),
        latents,
        contexts.source(),
        contexts.targets(),
        contexts.sameAsSource(),
        contexts.empty(),
        pack.manifest().sampling().guidance(),
        new AttentionControl(
            candidates.stream()
                .map(
                    candidate ->
                        words().attention(candidate.edit(), candidate.attention().selfReplace()))
                .toList(),
            schedule(options).count(),
            blends()),
        options.masks(),
        random,
        steps::step);
  }

  private UnifiedEditing unifiedTask(
      NDArray latents,
      Contexts contexts,
      List<Candidate> candidates,
      EditOptions options,
      NoiseSource random,
      StepCounter steps) {
    InfEditSettings settings = editing().infedit();
    List<UnifiedAttention> edits = new ArrayList<>();
    for (Candidate candidate : candidates) {
      NDArray target = contexts.targets().get(edits.size() + ":" + (edits.size() + 1));
      edits.add(words().unified(candidate.edit(), new TokenSimilarity(contexts.source(), target)));
    }
    return new UnifiedEditing(
        unet,
        schedule(options),
        latents,
        contexts.source(),
        contexts.targets(),
        contexts.sameAsSource(),
        contexts.empty(),
        new UnifiedEditing.Guidance(settings.guidance(), settings.sourceGuidance()),
        new UnifiedControl(edits, settings.attention(), settings.steps()),
        options.masks(),
        random,
        steps::step);
  }

  private EditedWords words() {
    return new EditedWords(text.tokenizer(), text.length(), editing());
  }

  private boolean blends() {
    return editing().localBlend();
  }

  private boolean isInfEdit(EditOptions options) {
    return editor(options).method() == EditingMethod.INFEDIT;
  }

  private LatentEditor editor(EditOptions options) {
    return new LatentEditor(options.method().orElse(editing().method()));
  }

  private DdimSchedule schedule(EditOptions options) {
    LatentEditor editor = editor(options);
    return editor.schedule(noise, pack.manifest().steps(editor.method()));
  }

  private InversionDefaults editing() {
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
