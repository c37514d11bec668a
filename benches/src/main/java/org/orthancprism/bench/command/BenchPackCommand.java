// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orthancprism.bench.BenchException;
import org.orthancprism.bench.pack.PackBench;
import org.orthancprism.bench.pack.results.PackBenchSection;
import org.orthancprism.command.server.Installation;
import org.orthancprism.command.terminal.EngineLog;
import org.orthancprism.command.terminal.JsonOption;
import org.orthancprism.command.terminal.VerboseOption;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.pack.PackException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code bench pack}: what a pack's edits do, by known truth and by a judge. */
@Command(
    name = "pack",
    description = "Measure a pack: what is left of what it removes, and what else it changes.",
    mixinStandardHelpOptions = true)
final class BenchPackCommand implements Callable<Integer> {

  private static final String PACK = "models/packs/default";
  private static final String RESULTS = "docs/results";
  private static final int LEAST_ROWS = 256;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--films",
      paramLabel = "DIR",
      description =
          "also measure on films with their labels: a folder with a films.csv or a"
              + " device_labels.csv; once for each folder")
  private List<Path> films = new ArrayList<>();

  @Option(
      names = "--all",
      description =
          "count every patient of these folders, in place of the quarter that training leaves out:"
              + " for folders that nothing was trained on")
  private boolean all;

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "edit so many films at most for each line (default: all)")
  private int most = Integer.MAX_VALUE;

  @Option(
      names = "--only",
      paramLabel = "SECTION",
      split = ",",
      converter = SectionConverter.class,
      description = "do these tests alone, and write no RESULTS.md: of ${COMPLETION-CANDIDATES}",
      completionCandidates = Labels.class)
  private Set<PackBenchSection> only = EnumSet.allOf(PackBenchSection.class);

  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--pack",
      paramLabel = "DIR",
      description = "folder of the pack (default: the project's)")
  private @Nullable Path pack;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "folder that gets RESULTS.md and its pictures (default: " + RESULTS + ")")
  private @Nullable Path results;

  @Option(
      names = "--before",
      paramLabel = "FILE",
      description = "figures of an earlier run, to be set beside in RESULTS.md")
  private @Nullable Path before;

  @Option(
      names = "--sheets",
      paramLabel = "DIR",
      description = "folder that gets contact sheets of the films")
  private @Nullable Path sheets;

  @Option(
      names = "--phantoms",
      paramLabel = "N",
      description = "phantoms of each kind (default: ${DEFAULT-VALUE})")
  private int phantoms = 20;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description =
          "rows of the film that is timed and shown pixel by pixel (default: ${DEFAULT-VALUE})")
  private int rows = 3000;

  @Mixin private final ThreadsOption threads = new ThreadsOption();

  @Mixin final VerboseOption verbose = new VerboseOption();

  @Override
  public Integer call() throws IOException, BenchException, PackException, EditException {
    Path home = Installation.home();
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    if (phantoms < 1 || rows < LEAST_ROWS || most < 1) {
      throw new BenchException("give at least 1 film, 1 phantom and " + LEAST_ROWS + " rows");
    }
    EngineLog.quiet();
    // Read by the engine when it starts.
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads.count()));
    PackBench.Settings settings =
        new PackBench.Settings(
            pack == null ? home.resolve(PACK) : pack,
            films,
            all,
            most,
            only,
            phantoms,
            rows,
            results == null ? home.resolve(RESULTS) : results,
            json.file(),
            Optional.ofNullable(before),
            Optional.ofNullable(sheets),
            command());
    new PackBench(settings, command.getOut()).run();
    return 0;
  }

  /** How to measure the same again; names of folders are the reader's own. */
  private String command() {
    return "./prism bench pack"
        + " --films DIR".repeat(films.size())
        + (all ? " --all" : "")
        + (most < Integer.MAX_VALUE ? " --most " + most : "")
        + " --phantoms "
        + phantoms;
  }

  /** A test by its label. */
  static final class SectionConverter implements ITypeConverter<PackBenchSection> {
    @Override
    public PackBenchSection convert(String label) {
      return PackBenchSection.labelled(label)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "no section " + label + "; sections: " + PackBenchSection.labels()));
    }
  }

  /** The labels of all tests, for the help. */
  static final class Labels implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(PackBenchSection.values()).map(PackBenchSection::label).iterator();
    }
  }
}
