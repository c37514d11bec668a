// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orthancprism.command.files.TemporaryFolder;
import org.orthancprism.command.server.Installation;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.terminal.JsonOption;
import org.orthancprism.command.terminal.ProgressDisplay;
import org.orthancprism.command.terminal.VerboseOption;
import org.orthancprism.endure.IntakeBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench intake}: how fast Orthanc takes studies in, with the plugin and without. */
@Command(
    name = "intake",
    description = "How fast Orthanc takes studies in with the plugin, as a ratio to without it.",
    mixinStandardHelpOptions = true)
final class BenchIntakeCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--studies",
      paramLabel = "N",
      defaultValue = "3000",
      description = "how many studies each Orthanc is sent (default: ${DEFAULT-VALUE})")
  private int studies = 3000;

  @Mixin private final JsonOption json = new JsonOption();

  @Mixin final VerboseOption verbose = new VerboseOption();

  @Override
  public Integer call() throws IOException, InterruptedException, ServerException {
    Path home = Installation.home();
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    PrintWriter out = command.getOut();
    IntakeBench.Figures figures;
    try (TemporaryFolder folder = TemporaryFolder.create("prism-intake-");
        ProgressDisplay progress = new ProgressDisplay(out)) {
      figures =
          new IntakeBench(Installation.ofCheckout(home), folder.path()).run(studies, progress);
    }
    out.println(figures.json());
    out.flush();
    json.write(figures.json());
    return 0;
  }
}
