// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.inspection;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.editor.CounterfactualEditor;
import org.orthancprism.models.editor.CounterfactualEditors;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.editor.Progress;
import org.orthancprism.models.pack.Captions;
import org.orthancprism.models.pack.EditableFinding;
import org.orthancprism.models.pack.FileDigests;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.pack.PackManifest;
import org.orthancprism.models.pack.PackSummary;
import org.orthancprism.models.pack.TokenizerSpec;
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.models.safetensors.TensorEntry;
import org.orthancprism.models.tokenizer.CaptionTokenizer;
import org.orthancprism.packs.layout.Layouts;

/** Looks a pack through: its files, its networks' tensors, its tokenizer, and one edit. */
public final class PackInspection {

  private final Pack pack;

  private PackInspection(Pack pack) {
    this.pack = pack;
  }

  /**
   * Something that was checked and holds.
   *
   * @param subject what was checked
   * @param result what was seen, in one line
   */
  public record Check(String subject, String result) {}

  /**
   * Verifies all files of a pack.
   *
   * @param read is called as bytes are read
   * @throws PackException when one is missing, altered, not listed or no data
   */
  public static PackInspection open(Path folder, FileDigests.ByteCounter read)
      throws PackException {
    return new PackInspection(Pack.load(folder, new FileDigests(Clock.systemUTC(), read)));
  }

  /** What the pack says of itself. */
  public Check manifest() {
    PackManifest manifest = pack.manifest();
    return new Check(
        "pack.json",
        String.format(
            "%s %s, %s, findings %d, licence %s",
            manifest.name(),
            manifest.version(),
            manifest.editor().label(),
            manifest.findings().size(),
            manifest.licence()));
  }

  /** The files, whose digests are right. */
  public Check digests() throws PackException {
    PackSummary summary = PackSummary.read(pack.folder());
    return new Check(
        "digests",
        String.format(
            Locale.ROOT,
            "%d files, %.1f MB, pack %s",
            summary.manifest().files().size(),
            summary.size() / 1e6,
            pack.digest()));
  }

  /**
   * The tensors of every network, key by key and shape by shape.
   *
   * @throws PackException that names what is missing, surplus or of another shape
   */
  public List<Check> layouts() throws PackException {
    List<Check> checks = new ArrayList<>();
    for (Map.Entry<String, ModuleSpec> module : pack.manifest().modules().entrySet()) {
      ModuleSpec spec = module.getValue();
      List<TensorEntry> tensors = SafetensorsFile.open(pack.file(spec.weights())).tensors();
      Map<String, List<Long>> shapes = Layouts.shapes(tensors);
      Layouts.of(module.getKey(), spec, shapes).check(spec.weights(), spec.architecture(), shapes);
      checks.add(
          new Check(
              module.getKey(),
              String.format(
                  Locale.ROOT,
                  "%s, %d tensors, %.1f million numbers, all as its architecture has them",
                  spec.architecture(),
                  tensors.size(),
                  tensors.stream().mapToLong(TensorEntry::size).sum() / 1e6)));
    }
    return checks;
  }

  /**
   * One caption through the tokenizer.
   *
   * @throws PackException when it is not a tokenizer
   */
  public Check tokenizer() throws PackException {
    TokenizerSpec spec = pack.manifest().tokenizer();
    String caption = caption();
    try (CaptionTokenizer tokenizer = CaptionTokenizer.open(pack.file(spec.file()), spec)) {
      long[] ids = tokenizer.encode(caption);
      int tokens = ids.length;
      while (tokens > 1 && ids[tokens - 1] == spec.pad() && ids[tokens - 2] == spec.pad()) {
        tokens--;
      }
      return new Check(
          "tokenizer", "'" + caption + "' is " + tokens + " of " + spec.length() + " tokens");
    }
  }

  private String caption() {
    EditableFinding first = pack.manifest().findings().get(0);
    if (pack.manifest().captions() instanceof Captions.Description description) {
      return description.of(List.of(first.finding()));
    }
    return first.finding().name();
  }

  /**
   * One edit of a phantom with few steps.
   *
   * @param progress is called at each step; may cancel by throwing
   * @throws PackException when the networks can't be loaded
   * @throws EditException when the edit fails
   */
  public Check smokeEdit(Progress progress) throws PackException, EditException {
    SmokeEdit smoke = SmokeEdit.of(pack);
    long start = System.nanoTime();
    try (CounterfactualEditor editor = CounterfactualEditors.open(smoke.pack())) {
      double loaded = (System.nanoTime() - start) / 1e9;
      Counterfactual result = smoke.by(editor, progress);
      return new Check(
          "smoke edit",
          String.format(
              Locale.ROOT,
              "%s of a phantom in %d steps changes %.1f %% of it; loaded in %.1f s, edited in %.1f s",
              smoke.request().name(),
              smoke.pack().manifest().sampling().steps(),
              100 * result.mask().changedShare(),
              loaded,
              (System.nanoTime() - start) / 1e9 - loaded));
    }
  }
}
