// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.bench.network.RandomPack;
import org.orthancprism.bench.network.StableDiffusionSize;
import org.orthancprism.command.files.TemporaryFolder;
import org.orthancprism.command.terminal.ProgressDisplay;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.torch.ComputeDevice;

/**
 * Measures the engine in one run: its networks against the same in Python, its methods against each
 * other on phantoms whose truth is known, what a further edit of a film costs, and memory.
 */
public final class EngineBench {

  /** Progress of the whole bench when the works that Python does too are timed. */
  private static final double WORKS = 0.3;

  /** Progress of the whole bench when the methods are measured as well. */
  private static final double METHODS = 0.8;

  private static final String SMALL_PACK = "models/packs/phantom-latent";
  private static final int RANDOM_STEPS = 2;
  private static final String FURTHER_METHOD = "direct";
  private static final InterleavedTiming FURTHER = new InterleavedTiming(1, 3);

  /** Phantoms of each finding that count; one more warms up. */
  private static final int PHANTOMS = 3;

  private static final long FIRST_SEED = 9_000_001;

  private final Path home;
  private final int threads;
  private final PrintWriter terminal;

  /**
   * @param home the checkout's folder
   * @param threads threads to compute with, here and in Python
   * @param terminal where progress and tables are shown
   */
  public EngineBench(Path home, int threads, PrintWriter terminal) {
    this.home = home;
    this.threads = threads;
    this.terminal = terminal;
  }

  /**
   * Measures.
   *
   * @param folder folder of the pack, or empty for the project's small latent one
   * @param python interpreter to compare with, or empty for the reference's, where it was made
   * @param json file that gets the figures too
   * @param full whether to edit once with a model of full size as well
   */
  public void run(Optional<Path> folder, Optional<Path> python, Optional<Path> json, boolean full)
      throws IOException, BenchException, PackException, EditException {
    Path small = home.resolve(SMALL_PACK);
    if (folder.isPresent() || Files.exists(small)) {
      measure(Pack.load(folder.orElse(small)), python, json, full);
      return;
    }
    terminal.println(
        "no pack was given, and "
            + small
            + " is not there: a tiny one of random weights takes its place, so faithfulness means"
            + " nothing");
    try (TemporaryFolder random = TemporaryFolder.create("orthanc-prism-bench-")) {
      measure(
          RandomPack.make(StableDiffusionSize.TINY, random.path(), RANDOM_STEPS),
          python,
          json,
          full);
    }
  }

  private void measure(Pack pack, Optional<Path> python, Optional<Path> json, boolean full)
      throws IOException, BenchException, PackException, EditException {
    // Read by the engine when it starts.
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    EngineFigures figures;
    // The editor first: it tells of a pack that is none for inversion what Python only stumbles on.
    try (FindingRemoval editing = PackEditing.open(pack);
        ReferencePython reference = ReferencePython.start(home, python, pack, threads);
        ProgressDisplay display = new ProgressDisplay(terminal)) {
      figures = new Run(pack, reference, editing, display).measure();
    }
    JsonObjectBuilder all = Json.createObjectBuilder(figures.toJson());
    if (full) {
      FullSizeBench bench =
          new FullSizeBench(StableDiffusionSize.FULL, acceleratorTrial(python), terminal);
      FullSizeBench.Result result = bench.run();
      bench.print(result);
      all.add("fullSize", result.toJson());
    }
    if (json.isPresent()) {
      write(all.build(), json.get());
    }
  }

  /** What a machine without an accelerator would take hours for. */
  private Optional<AcceleratorBench> acceleratorTrial(Optional<Path> python) throws PackException {
    ComputeDevice device = ComputeDevice.ofThisProcess();
    return device.isAccelerator()
        ? Optional.of(
            new AcceleratorBench(
                device, pack -> ReferencePython.start(home, python, pack, threads)))
        : Optional.empty();
  }

  /** Writes figures as a file that people can read as well. */
  static void write(JsonObject figures, Path file) throws IOException {
    JsonWriterFactory writers =
        Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
    try (Writer out = Files.newBufferedWriter(file);
        JsonWriter writer = writers.createWriter(out)) {
      writer.writeObject(figures);
    }
  }

  /** One run. */
  private final class Run {
    private final Pack pack;
    private final ReferencePython reference;
    private final FindingRemoval editing;
    private final ProgressDisplay display;

    Run(Pack pack, ReferencePython reference, FindingRemoval editing, ProgressDisplay display) {
      this.pack = pack;
      this.reference = reference;
      this.editing = editing;
      this.display = display;
    }

    EngineFigures measure() throws BenchException, PackException, EditException {
      SharedWorks shared = new SharedWorks(pack, reference, display, 0, WORKS);
      List<Times> works = shared.run();
      List<MethodComparison.Result> methods =
          new MethodComparison(editing, pairs())
              .run(display.stage("methods", WORKS, METHODS)::accept);
      Figure further = costOfFurtherEdit();
      EngineFigures figures =
          new EngineFigures(
              shared.overPython(works),
              shared.overDiffusers(works),
              further,
              Figure.of((double) PeakMemory.mebibytes()),
              works,
              methods.stream().map(MethodComparison.Result::figures).toList());
      print(methods, figures);
      return figures;
    }

    private List<PhantomPair> pairs() {
      int side = pack.manifest().resolution();
      List<PhantomPair> pairs = new ArrayList<>();
      for (int i = 0; i <= PHANTOMS; i++) {
        for (String finding : editing.removable()) {
          PhantomPair.of(finding, side, side, FIRST_SEED + i).ifPresent(pairs::add);
        }
      }
      return pairs;
    }

    /** The time that a second removal adds to the first, in times of the first. */
    private Figure costOfFurtherEdit() throws BenchException {
      List<String> two = editing.removable().stream().limit(2).toList();
      if (!editing.methods().contains(FURTHER_METHOD) || two.size() < 2) {
        return Figure.missing("the pack does not edit two findings with " + FURTHER_METHOD);
      }
      int side = pack.manifest().resolution();
      Film film = PhantomPair.withBoth(side, side, FIRST_SEED);
      Map<String, InterleavedTiming.Contestant> contestants = new LinkedHashMap<>();
      contestants.put(
          "one", () -> editing.timed(film, FURTHER_METHOD, two.subList(0, 1)).seconds());
      contestants.put("two", () -> editing.timed(film, FURTHER_METHOD, two).seconds());
      Map<String, Double> medians =
          FURTHER.medians(contestants, display.stage("a further edit", METHODS, 1)::accept);
      double one = medians.getOrDefault("one", Double.NaN);
      return Figure.of((medians.getOrDefault("two", Double.NaN) - one) / one);
    }

    private void print(List<MethodComparison.Result> methods, EngineFigures figures) {
      BenchTable table = new BenchTable(terminal);
      table.times(figures.works());
      table.methods(methods);
      terminal.println();
      table.figure("java over Python", figures.javaOverPython());
      table.figure("java over diffusers", figures.javaOverDiffusers());
      table.figure("cost of a further edit", figures.costOfFurtherEdit());
      table.figure("peak memory, MiB", figures.peakMebibytes());
    }
  }
}
