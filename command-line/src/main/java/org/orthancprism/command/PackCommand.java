// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import picocli.CommandLine.Command;

/** {@code pack}: packs are made, verified and listed. */
@Command(
    name = "pack",
    description = "Fetch Stable Diffusion models, make packs of them, verify and list packs.",
    subcommands = {
      PackFetchCommand.class,
      PackImportCommand.class,
      PackVerifyCommand.class,
      PackListCommand.class
    },
    synopsisSubcommandLabel = "WHAT",
    mixinStandardHelpOptions = true)
final class PackCommand {}
