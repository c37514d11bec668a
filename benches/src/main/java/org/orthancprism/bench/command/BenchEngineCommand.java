// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orthancprism.bench.BenchException;
import org.orthancprism.bench.EngineBench;
import org.orthancprism.command.server.Installation;
import org.orthancprism.command.terminal.EngineLog;
import org.orthancprism.command.terminal.JsonOption;
import org.orthancprism.command.terminal.VerboseOption;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.pack.PackException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench engine}: the engine against Python, method by method, and its memory. */
@Command(
    name = "engine",
    description = "Measure the engine: speed, faithfulness of each method, memory.",
    mixinStandardHelpOptions = true)
final class BenchEngineCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--full",
      description =
          "also make a random model of Stable Diffusion 1.5's full size and edit once with it; on a"
              + " GPU, compare with Python and time whole studies at that size too")
  private boolean full;

  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--python",
      paramLabel = "PYTHON",
      description = "interpreter with torch and diffusers (default: the reference's, where made)")
  private @Nullable Path python;

  @Option(
      names = "--pack",
      paramLabel = "DIR",
      description = "folder of another inversion pack than the project's small one")
  private @Nullable Path pack;

  @Mixin private final ThreadsOption threads = new ThreadsOption();

  @Mixin final VerboseOption verbose = new VerboseOption();

  @Override
  public Integer call() throws IOException, BenchException, PackException, EditException {
    Path home = Installation.home();
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    EngineLog.quiet();
    PrintWriter out = command.getOut();
    EngineBench bench = new EngineBench(home, threads.count(), out);
    bench.run(Optional.ofNullable(pack), Optional.ofNullable(python), json.file(), full);
    return 0;
  }
}
