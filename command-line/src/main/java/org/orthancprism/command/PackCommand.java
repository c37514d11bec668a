// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import picocli.CommandLine.Command;

/** {@code pack}: packs are made, verified and listed. */
@Command(
    name = "pack",
    description = "Make packs of Stable Diffusion 1.x models, verify and list them.",
    subcommands = {PackImportCommand.class, PackVerifyCommand.class, PackListCommand.class},
    synopsisSubcommandLabel = "WHAT",
    mixinStandardHelpOptions = true)
final class PackCommand {}
