// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.orthancprism.command.server.Installation;
import org.orthancprism.command.terminal.VerboseOption;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.pack.PackSummary;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pack list}: what packs say of themselves, unverified. */
@Command(
    name = "list",
    description = "List packs as they describe themselves; `pack verify` checks them.",
    mixinStandardHelpOptions = true)
final class PackListCommand implements Callable<Integer> {

  private static final String ROW = "%-16s %-10s %-18s %8s %10s  %-12s  %s%n";

  /** Enough of a digest to distinguish packs. */
  private static final int DIGEST_LENGTH = 12;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..*",
      description = "packs, or folders of packs (default: those that the project ships)")
  private List<Path> folders = List.of();

  @Mixin final VerboseOption verbose = new VerboseOption();

  @Override
  public Integer call() throws PackException, IOException {
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    List<PackSummary> packs = new ArrayList<>();
    for (Path folder :
        folders.isEmpty() ? List.of(Installation.home().resolve("models/packs")) : folders) {
      for (Path pack : packsIn(folder)) {
        packs.add(PackSummary.read(pack));
      }
    }
    print(command.getOut(), packs);
    return 0;
  }

  private static List<Path> packsIn(Path folder) throws IOException, PackException {
    if (Files.exists(folder.resolve("pack.json"))) {
      return List.of(folder);
    }
    List<Path> packs = List.of();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> entries = Files.list(folder)) {
        packs = entries.filter(entry -> Files.exists(entry.resolve("pack.json"))).sorted().toList();
      }
    }
    if (packs.isEmpty()) {
      throw new PackException(
          "there is no pack in " + folder + ": name a pack, or a folder that holds some");
    }
    return packs;
  }

  private static void print(PrintWriter out, List<PackSummary> packs) throws PackException {
    out.printf(ROW, "name", "version", "editor", "findings", "MB", "digest", "folder");
    for (PackSummary pack : packs) {
      out.printf(
          Locale.ROOT,
          ROW,
          pack.manifest().name(),
          pack.manifest().version(),
          pack.manifest().editor().label(),
          pack.manifest().findings().size(),
          String.format(Locale.ROOT, "%.1f", pack.size() / 1e6),
          pack.digest().substring(0, DIGEST_LENGTH),
          pack.folder());
    }
    out.flush();
  }
}
