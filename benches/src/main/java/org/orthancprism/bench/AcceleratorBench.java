// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.orthancprism.command.terminal.ProgressDisplay;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.pack.EditingMethod;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.torch.ComputeDevice;

/**
 * What is measured of a model of full size on an accelerator only, as a processor would take hours:
 * the works that Python shares, and whole studies.
 */
final class AcceleratorBench {

  /** Edits of a study's one film. */
  private static final int EDITS = 4;

  private static final InterleavedTiming STUDY = new InterleavedTiming(1, 3);

  private final ComputeDevice device;
  private final Reference reference;

  /** Starts the Python to compare with. */
  @FunctionalInterface
  interface Reference {
    ReferencePython start(Pack pack) throws BenchException, PackException;
  }

  /**
   * @param device what is computed on
   * @param reference starts the Python to compare with
   */
  AcceleratorBench(ComputeDevice device, Reference reference) {
    this.device = device;
    this.reference = reference;
  }

  /**
   * A study of one film.
   *
   * @param method how it was edited
   * @param edits findings that were removed
   * @param candidates values of self-replace that were tried for each of them
   * @param unetEvaluations latents that passed the UNet
   * @param seconds from the film to the edited films, warm
   */
  record Study(String method, int edits, int candidates, double unetEvaluations, double seconds) {

    private JsonObjectBuilder toJson() {
      return Json.createObjectBuilder()
          .add("method", method)
          .add("edits", edits)
          .add("candidates", candidates)
          .add("unetEvaluations", EngineFigures.rounded(unetEvaluations))
          .add("seconds", EngineFigures.rounded(seconds));
    }
  }

  /**
   * What was measured.
   *
   * @param device what was computed on
   * @param overPython the engine's time over that of the same modules in Python, there
   * @param overDiffusers the same over diffusers, eager
   * @param works what was timed on several sides
   * @param studies whole studies
   */
  record Result(
      ComputeDevice device,
      Figure overPython,
      Figure overDiffusers,
      List<Times> works,
      List<Study> studies) {

    Result {
      works = List.copyOf(works);
      studies = List.copyOf(studies);
    }

    JsonObjectBuilder toJson() {
      JsonArrayBuilder list = Json.createArrayBuilder();
      studies.forEach(study -> list.add(study.toJson()));
      return EngineFigures.json(
              Map.of("javaOverPython", overPython, "javaOverDiffusers", overDiffusers))
          .add("device", device.name())
          .add("precision", device.precision().label())
          .add("works", EngineFigures.json(works))
          .add("studies", list);
    }

    void print(PrintWriter terminal) {
      terminal.printf("%nfull size on %s in %s%n", device.name(), device.precision().label());
      BenchTable table = new BenchTable(terminal);
      table.times(works);
      table.figure("java over Python", overPython);
      table.figure("java over diffusers", overDiffusers);
      terminal.printf(
          "%n%-18s %6s %11s %6s %18s%n",
          "method", "edits", "candidates", "UNet", "seconds a study");
      for (Study study : studies) {
        terminal.printf(
            Locale.ROOT,
            "%-18s %6d %11d %6.0f %18.3f%n",
            study.method(),
            study.edits(),
            study.candidates(),
            study.unetEvaluations(),
            study.seconds());
      }
      terminal.flush();
    }
  }

  /**
   * Measures.
   *
   * @param pack an inversion pack
   * @throws BenchException when Python fails, or an edit does
   * @throws PackException when the pack's networks can't be read
   */
  Result run(Pack pack, ProgressDisplay display) throws BenchException, PackException {
    List<Times> works;
    Figure overPython;
    Figure overDiffusers;
    try (ReferencePython python = reference.start(pack)) {
      SharedWorks shared = new SharedWorks(pack, python, display, 0.9, 0.95);
      works = shared.run();
      overPython = shared.overPython(works);
      overDiffusers = shared.overDiffusers(works);
    }
    List<Study> studies = new ArrayList<>();
    studies.addAll(
        studies(pack.withoutSweep(), display, EditingMethod.DIRECT, EditingMethod.VIRTUAL));
    studies.addAll(studies(pack, display, EditingMethod.DIRECT));
    return new Result(device, overPython, overDiffusers, works, studies);
  }

  private static List<Study> studies(Pack pack, ProgressDisplay display, EditingMethod... methods)
      throws BenchException, PackException {
    int side = pack.manifest().resolution();
    Film film = PhantomPair.withBoth(side, side, 1);
    int candidates = pack.manifest().editing().selfReplace().size();
    List<Study> studies = new ArrayList<>();
    try (FindingRemoval editing = PackEditing.open(pack)) {
      List<String> findings = editing.removable().stream().limit(EDITS).toList();
      for (EditingMethod method : methods) {
        List<Double> evaluations = new ArrayList<>();
        double seconds =
            STUDY
                .medians(
                    Map.of(
                        method.label(),
                        () -> {
                          FindingRemoval.Made made = editing.timed(film, method.label(), findings);
                          evaluations.add(made.unetEvaluations());
                          return made.seconds();
                        }),
                    display.stage("studies by " + method.label(), 0.95, 1)::accept)
                .getOrDefault(method.label(), Double.NaN);
        studies.add(
            new Study(
                method.label(),
                findings.size(),
                candidates,
                InterleavedTiming.median(evaluations),
                seconds));
      }
    }
    return studies;
  }
}
