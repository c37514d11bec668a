// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.command;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orthancprism.bench.audit.AuditBench;
import org.orthancprism.command.terminal.JsonOption;
import org.orthancprism.command.terminal.VerboseOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench audit}: how often an audit is right, on simulated films. */
@Command(
    name = "audit",
    description = "How often an audit marks chance, and misses an effect, on simulated films.",
    mixinStandardHelpOptions = true)
final class BenchAuditCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--audits",
      paramLabel = "N",
      defaultValue = "100",
      description = "how many audits are simulated for each figure (default: ${DEFAULT-VALUE})")
  private int audits = 100;

  @Mixin private final JsonOption json = new JsonOption();

  @Mixin final VerboseOption verbose = new VerboseOption();

  @Override
  public Integer call() throws IOException {
    json.write(
        new AuditBench(audits).run(Objects.requireNonNull(spec, "spec").commandLine().getOut()));
    return 0;
  }
}
