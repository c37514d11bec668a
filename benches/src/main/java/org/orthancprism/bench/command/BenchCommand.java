// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.command;

import picocli.CommandLine.Command;

/** {@code bench}: what the software costs, as figures of one run. */
@Command(
    name = "bench",
    description = "Measure what the software costs.",
    subcommands = {
      BenchEngineCommand.class,
      BenchDicomCommand.class,
      BenchPackCommand.class,
      BenchIntakeCommand.class,
      BenchQueueCommand.class,
      BenchAuditCommand.class
    },
    synopsisSubcommandLabel = "WHAT",
    mixinStandardHelpOptions = true)
final class BenchCommand {}
