// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.bench.network.RandomPack;
import org.orthancprism.bench.network.RandomStableDiffusion;
import org.orthancprism.bench.network.StableDiffusionSize;
import org.orthancprism.command.files.TemporaryFolder;
import org.orthancprism.command.terminal.ProgressDisplay;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.pack.EditingMethod;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.packs.importing.WeightType;

/**
 * The whole way once with a model as large as the real one: a Stable Diffusion folder of random
 * weights, imported as a pack, verified, loaded, and one film edited.
 */
final class FullSizeBench {

  /** Enough to go through every network both ways; each further step repeats the last. */
  private static final int STEPS = 2;

  private final StableDiffusionSize size;
  private final Optional<AcceleratorBench> trial;
  private final PrintWriter terminal;

  /**
   * @param size how large the model is
   * @param trial what else is done with it where there is an accelerator
   * @param terminal where progress and figures are shown
   */
  FullSizeBench(StableDiffusionSize size, Optional<AcceleratorBench> trial, PrintWriter terminal) {
    this.size = size;
    this.trial = trial;
    this.terminal = terminal;
  }

  /**
   * What it took.
   *
   * @param seconds of each stage; {@code read} is a plain reading of the weights, and {@code load}
   *     ends when each network has run once; {@code readMapped} and {@code loadMapped} the same of
   *     weights in the precision that is computed in, which are mapped and not converted
   * @param stages seconds of the edit's own stages
   * @param unetEvaluations latents that passed the UNet
   * @param loadedMebibytes greatest resident memory of the process in MiB until all was loaded
   * @param peakMebibytes the same until the film was edited
   * @param accelerated what an accelerator made of it; empty where there is none
   */
  record Result(
      Map<String, Double> seconds,
      Map<String, Double> stages,
      double unetEvaluations,
      long loadedMebibytes,
      long peakMebibytes,
      Optional<AcceleratorBench.Result> accelerated) {

    /** Time from the files to networks that compute, over that of reading the files. */
    double loadOverRead() {
      return ratio("load", "read");
    }

    /** The same of weights that are mapped. */
    double loadOverReadMapped() {
      return ratio("loadMapped", "readMapped");
    }

    private double ratio(String stage, String other) {
      return seconds.getOrDefault(stage, Double.NaN) / seconds.getOrDefault(other, Double.NaN);
    }

    JsonObjectBuilder toJson() {
      JsonObjectBuilder times = Json.createObjectBuilder();
      seconds.forEach(times::add);
      JsonObjectBuilder edit = Json.createObjectBuilder();
      stages.forEach(edit::add);
      JsonObjectBuilder json = Json.createObjectBuilder();
      accelerated.ifPresentOrElse(
          result -> json.add("accelerator", result.toJson()), () -> json.addNull("accelerator"));
      return json.add("seconds", times)
          .add("editSeconds", edit)
          .add("loadOverRead", loadOverRead())
          .add("loadOverReadMapped", loadOverReadMapped())
          .add("unetEvaluations", unetEvaluations)
          .add("peakMiBLoaded", loadedMebibytes)
          .add("peakMiB", peakMebibytes);
    }
  }

  Result run() throws IOException, BenchException, PackException, EditException {
    try (TemporaryFolder temporary = TemporaryFolder.create("orthanc-prism-full-size-");
        ProgressDisplay display = new ProgressDisplay(terminal)) {
      Path folder = temporary.path();
      Stopwatch watch = new Stopwatch();
      display.show(0, "writing random weights");
      new RandomStableDiffusion(size).write(folder.resolve("base"), 1);
      watch.lap("write");
      display.show(0.1, "importing");
      RandomPack.of(folder.resolve("base"), folder.resolve("pack"), Optional.empty());
      watch.lap("import");
      display.show(0.2, "verifying digests");
      Pack pack = Pack.load(folder.resolve("pack")).withSteps(STEPS);
      watch.lap("verify");
      display.show(0.25, "reading the weights");
      readOnce(pack, watch, "read");
      display.show(0.3, "loading");
      FindingRemoval.Made made;
      long loaded;
      try (FindingRemoval editing = PackEditing.open(pack)) {
        watch.lap("load");
        loaded = PeakMemory.mebibytes();
        display.show(0.4, "editing");
        Film film = PhantomPair.withSupportDevices(size.resolution(), size.resolution(), 1).film();
        made = editing.remove(film, EditingMethod.DIRECT.label(), List.of("Support Devices"));
        watch.lap("edit");
      }
      long peak = PeakMemory.mebibytes();
      display.show(0.9, "loading weights that are mapped");
      RandomPack.of(folder.resolve("base"), folder.resolve("mapped"), Optional.of(WeightType.FP32));
      Pack mapped = Pack.load(folder.resolve("mapped"));
      readOnce(mapped, watch, "readMapped");
      PackEditing.open(mapped).close();
      watch.lap("loadMapped");
      Optional<AcceleratorBench.Result> accelerated = Optional.empty();
      if (trial.isPresent()) {
        accelerated = Optional.of(trial.get().run(Pack.load(folder.resolve("pack")), display));
      }
      display.show(1, "done");
      return new Result(
          watch.laps(), made.stages(), made.unetEvaluations(), loaded, peak, accelerated);
    }
  }

  /** Times a plain reading of a pack's weights from the disk, and has them forgotten again. */
  private static void readOnce(Pack pack, Stopwatch watch, String lap)
      throws IOException, BenchException, PackException {
    PageCache cache = new PageCache(pack);
    cache.drop();
    // What the disk itself keeps, or the machine around this one, it keeps from here on.
    cache.read();
    cache.drop();
    watch.reset();
    cache.read();
    watch.lap(lap);
    cache.drop();
    watch.reset();
  }

  /** Prints what it took. */
  void print(Result result) {
    terminal.printf(
        Locale.ROOT,
        "%nfull size, %dx%d, %d steps, %.0f latents through the UNet%n",
        size.resolution(),
        size.resolution(),
        STEPS,
        result.unetEvaluations());
    result
        .seconds()
        .forEach((stage, time) -> terminal.printf(Locale.ROOT, "  %-12s %8.1f s%n", stage, time));
    result
        .stages()
        .forEach((stage, time) -> terminal.printf(Locale.ROOT, "    %-12s %6.1f s%n", stage, time));
    terminal.printf(
        Locale.ROOT,
        "  load/read    %8.2f, mapped %.2f%n",
        result.loadOverRead(),
        result.loadOverReadMapped());
    terminal.printf("  peak, loaded %8d MiB%n", result.loadedMebibytes());
    terminal.printf("  peak memory  %8d MiB%n", result.peakMebibytes());
    result.accelerated().ifPresent(accelerated -> accelerated.print(terminal));
    terminal.flush();
  }

  /** Seconds from lap to lap. */
  private static final class Stopwatch {
    private final Map<String, Double> laps = new LinkedHashMap<>();
    private long last = System.nanoTime();

    Map<String, Double> laps() {
      return Collections.unmodifiableMap(laps);
    }

    /** Leaves out what came since the last lap. */
    void reset() {
      last = System.nanoTime();
    }

    void lap(String name) {
      long now = System.nanoTime();
      laps.put(name, (now - last) / 1e9);
      last = now;
    }
  }
}
