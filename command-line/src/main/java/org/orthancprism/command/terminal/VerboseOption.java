// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.terminal;

import picocli.CommandLine.Option;

/** {@code --verbose}, for which {@link OneLineErrors} asks picocli when a command fails. */
public final class VerboseOption {

  static final String NAME = "--verbose";

  @Option(names = NAME, description = "show failures in full")
  boolean given;
}
