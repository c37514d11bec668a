// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.editor.CounterfactualEditor;
import org.orthancprism.models.editor.CounterfactualEditors;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.inversion.LatentEditor;
import org.orthancprism.models.pack.EditableFinding;
import org.orthancprism.models.pack.EditingMethod;
import org.orthancprism.models.pack.EditorKind;
import org.orthancprism.models.pack.NoiseSchedule;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.request.FindingEdit;

/** Removals by an inversion pack's editor. */
final class PackEditing implements FindingRemoval {

  private static final long SEED = 0;

  private final Pack pack;
  private final CounterfactualEditor editor;

  private PackEditing(Pack pack, CounterfactualEditor editor) {
    this.pack = pack;
    this.editor = editor;
  }

  /**
   * Opens a pack's editor.
   *
   * @throws BenchException when the pack is not made for inversion
   * @throws PackException when its networks can't be read or don't fit each other
   */
  static PackEditing open(Pack pack) throws BenchException, PackException {
    if (pack.manifest().editor() != EditorKind.INVERSION) {
      throw new BenchException(
          "the pack "
              + pack.name()
              + " is "
              + pack.manifest().editor().label()
              + "; the methods that are measured are those of inversion packs: give one with"
              + " --pack");
    }
    return new PackEditing(pack, CounterfactualEditors.open(pack));
  }

  @Override
  public List<String> methods() {
    return Arrays.stream(EditingMethod.values()).map(EditingMethod::label).toList();
  }

  @Override
  public List<String> removable() {
    return pack.manifest().findings().stream()
        .filter(editable -> editable.directions().contains(Direction.REMOVE))
        .map(EditableFinding::finding)
        .map(Finding::name)
        .toList();
  }

  @Override
  public Made remove(Film film, String method, List<String> findings) throws EditException {
    List<EditRequest> requests =
        pack.findings().stream()
            .filter(finding -> findings.contains(finding.name()))
            .<EditRequest>map(finding -> new FindingEdit(Direction.REMOVE, finding))
            .toList();
    StageClock clock =
        new StageClock(EditingMethod.parse(method), steps(EditingMethod.parse(method)));
    long before = editor.evaluations();
    clock.begin();
    List<Counterfactual> made =
        editor.edit(
            film,
            requests,
            EditOptions.seeded(SEED).by(EditingMethod.parse(method)),
            (done, total) -> clock.step(done));
    clock.end();
    return new Made(
        made.stream().map(Counterfactual::film).toList(),
        clock.total(),
        editor.evaluations() - before,
        clock.stages());
  }

  /** An inversion pack's editor does not open without this noise schedule. */
  private int steps(EditingMethod method) {
    NoiseSchedule.ScaledLinear noise = (NoiseSchedule.ScaledLinear) pack.manifest().schedule();
    return new LatentEditor(method).schedule(noise, pack.manifest().steps(method)).count();
  }

  @Override
  public void close() {
    editor.close();
  }

  /** Tells the stages apart by the steps that the editor reports. */
  private static final class StageClock {
    private final int stepsBefore;
    private final int steps;
    private final Map<String, Double> stages = new LinkedHashMap<>();
    private long last;

    StageClock(EditingMethod method, int steps) {
      this.stepsBefore = (new LatentEditor(method).passes() - 1) * steps;
      this.steps = steps;
    }

    void begin() {
      last = System.nanoTime();
    }

    void step(int done) {
      add(
          done <= stepsBefore
              ? "inversion"
              : done <= stepsBefore + steps ? "denoising" : "compositing");
    }

    void end() {
      add("compositing");
    }

    private void add(String stage) {
      long now = System.nanoTime();
      stages.merge(stage, (now - last) / 1e9, Double::sum);
      last = now;
    }

    double total() {
      return stages.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    Map<String, Double> stages() {
      return stages;
    }
  }
}
