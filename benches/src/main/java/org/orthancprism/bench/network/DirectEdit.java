// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.models.attention.AttentionControl;
import org.orthancprism.models.attention.EditAttention;
import org.orthancprism.models.attention.StepRange;
import org.orthancprism.models.attention.TokenAlignment;
import org.orthancprism.models.diffusion.DdimSchedule;
import org.orthancprism.models.diffusion.LatentDiffusion;
import org.orthancprism.models.diffusion.TextEncoder;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.inversion.ControlledUnet;
import org.orthancprism.models.inversion.LatentEditing;
import org.orthancprism.models.inversion.LatentEditor;
import org.orthancprism.models.inversion.NoiseSource;
import org.orthancprism.models.pack.Captions;
import org.orthancprism.models.pack.EditingMethod;
import org.orthancprism.models.pack.InversionDefaults;
import org.orthancprism.models.pack.NoiseSchedule;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.torch.Precision;
import org.orthancprism.models.torch.TorchRuntime;

/**
 * One edit by {@code direct} through all of a pack's networks, from a film at working resolution to
 * what changes in it, to be timed against another program that makes the same; see {@code
 * models/reference/bench_edit.py}. Without local blend, word weights and sweeps.
 */
public final class DirectEdit implements AutoCloseable {

  private static final int SIDE_OF_WAVES = 40;

  private final Pack pack;
  private final NDManager root;
  private final TextEncoder text;
  private final LatentDiffusion diffusion;
  private final String source;
  private final String target;

  private DirectEdit(
      Pack pack,
      NDManager root,
      TextEncoder text,
      LatentDiffusion diffusion,
      String source,
      String target) {
    this.pack = pack;
    this.root = root;
    this.text = text;
    this.diffusion = diffusion;
    this.source = source;
    this.target = target;
  }

  /**
   * What another program needs to make the same edit.
   *
   * @param side rows and columns of the film
   * @param ids token ids of the empty caption, the source's and the target's, padded
   * @param source those of the source's caption without padding
   * @param target those of the target's, likewise
   * @param crossReplace share of the steps in which cross-attention follows the source
   * @param selfReplace the steps in which self-attention does
   */
  public record Task(
      int side,
      List<List<Long>> ids,
      List<Long> source,
      List<Long> target,
      double crossReplace,
      StepRange selfReplace) {}

  /**
   * Opens a pack's networks in the precision that suits the device, for the removal of its first
   * finding.
   *
   * @throws PackException when it is no inversion pack or can't be read
   */
  public static DirectEdit open(Pack pack) throws PackException {
    if (!(pack.manifest().captions() instanceof Captions.Description captions)
        || !(pack.manifest().schedule() instanceof NoiseSchedule.ScaledLinear)) {
      throw new PackException(pack.name() + " is no inversion pack");
    }
    NDManager root = TorchRuntime.newRoot();
    TorchRuntime.withoutGradients();
    try {
      Precision precision = Precision.suiting(root.getDevice());
      TextEncoder text = TextEncoder.open(pack, precision, root);
      NDArray context = text.tryOut(root, captions.empty());
      LatentDiffusion diffusion = LatentDiffusion.open(pack, precision, root, context);
      String shown = captions.of(List.of(pack.findings().iterator().next()));
      return new DirectEdit(pack, root, text, diffusion, shown, captions.empty());
    } catch (PackException | RuntimeException e) {
      root.close();
      throw e;
    }
  }

  /** What another program needs. */
  public Task task() {
    return new Task(
        pack.manifest().resolution(),
        List.of(
            boxed(text.tokenizer().encode("")),
            boxed(text.tokenizer().encode(source)),
            boxed(text.tokenizer().encode(target))),
        boxed(text.tokenizer().tokens(source)),
        boxed(text.tokenizer().tokens(target)),
        editing().crossReplace(),
        editing().selfReplace().get(0));
  }

  private static List<Long> boxed(long[] ids) {
    return Arrays.stream(ids).boxed().toList();
  }

  private InversionDefaults editing() {
    return pack.manifest().editing();
  }

  /**
   * Makes the edit of waves, which another program can make alike; what comes out is the change, in
   * units of luminance.
   */
  public Timed run() {
    TorchRuntime.withoutGradients();
    Plane film = waves(pack.manifest().resolution());
    long start = System.nanoTime();
    try (NDManager scope = root.newSubManager()) {
      NDArray latents = diffusion.encode(scope, film);
      NDArray edited =
          new LatentEditor(EditingMethod.DIRECT).edit(editing(scope, latents), () -> {});
      List<Plane> films = diffusion.decode(NDArrays.concat(new NDList(latents, edited)));
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Timed(seconds, meanOf(films.get(1).minus(films.get(0))) / 2);
    }
  }

  private static double meanOf(Plane plane) {
    double sum = 0;
    for (float value : plane.values()) {
      sum += Math.abs(value);
    }
    return sum / plane.values().length;
  }

  /** Luminance in [-1, 1]. */
  private static Plane waves(int side) {
    float[] values = new float[side * side];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        double y = (double) row * SIDE_OF_WAVES / side;
        double x = (double) column * SIDE_OF_WAVES / side;
        values[row * side + column] = (float) (0.5 * Math.sin(y / 3) * Math.cos(x / 4));
      }
    }
    return new Plane(side, side, values);
  }

  private LatentEditing editing(NDManager scope, NDArray latents) {
    NDArray contexts = text.encode(scope, "", source, target);
    float[] weights = new float[text.length()];
    Arrays.fill(weights, 1);
    EditAttention attention =
        new EditAttention(
            TokenAlignment.refinement(
                text.tokenizer().tokens(source), text.tokenizer().tokens(target), text.length()),
            weights,
            editing().crossReplace(),
            editing().selfReplace().get(0),
            Set.of(),
            Set.of());
    DdimSchedule schedule =
        new DdimSchedule(
            (NoiseSchedule.ScaledLinear) pack.manifest().schedule(),
            pack.manifest().sampling().steps());
    return new LatentEditing(
        new ControlledUnet(diffusion::predictNoise),
        schedule,
        latents,
        contexts.get("1:2"),
        contexts.get("2:3"),
        List.of(false),
        contexts.get("0:1"),
        pack.manifest().sampling().guidance(),
        new AttentionControl(List.of(attention), schedule.count(), false),
        Optional.empty(),
        NoiseSource.seeded(0),
        () -> {});
  }

  /** What is computed in. */
  public Precision precision() {
    return Precision.suiting(root.getDevice());
  }

  @Override
  public void close() {
    diffusion.close();
    text.close();
    root.close();
  }
}
