// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import picocli.CommandLine.Command;

/** {@code gpu}: what there is to know of this machine's GPUs. */
@Command(
    name = "gpu",
    description = "See whether a worker would compute on this machine's GPU.",
    subcommands = GpuCheckCommand.class,
    synopsisSubcommandLabel = "WHAT",
    mixinStandardHelpOptions = true)
final class GpuCommand {}
