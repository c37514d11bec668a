// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.orthancprism.command.terminal.EngineLog;
import org.orthancprism.command.terminal.ProgressDisplay;
import org.orthancprism.command.terminal.VerboseOption;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.pack.PackSummary;
import org.orthancprism.packs.inspection.PackInspection;
import org.orthancprism.packs.inspection.PackInspection.Check;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pack verify}: a pack's files, tensors, tokenizer and one edit. */
@Command(
    name = "verify",
    description = "Verify a pack: its digests, its tensors key by key, its tokenizer, one edit.",
    mixinStandardHelpOptions = true)
final class PackVerifyCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "the pack's folder")
  private @Nullable Path folder;

  @Mixin final VerboseOption verbose = new VerboseOption();

  @Override
  public Integer call() throws PackException, EditException {
    if (spec == null || folder == null) {
      throw new PackException("start this through ./prism");
    }
    EngineLog.quiet();
    PrintWriter terminal = spec.commandLine().getOut();
    PackInspection inspection = verified(terminal, folder);
    print(terminal, inspection.manifest());
    print(terminal, inspection.digests());
    for (Check check : inspection.layouts()) {
      print(terminal, check);
    }
    print(terminal, inspection.tokenizer());
    print(terminal, edited(terminal, inspection));
    return 0;
  }

  private static PackInspection verified(PrintWriter terminal, Path folder) throws PackException {
    long total = Math.max(1, PackSummary.read(folder).size());
    AtomicLong done = new AtomicLong();
    try (ProgressDisplay display = new ProgressDisplay(terminal)) {
      return PackInspection.open(
          folder,
          bytes -> display.show((double) done.addAndGet(bytes) / total, "reading every file"));
    }
  }

  private static Check edited(PrintWriter terminal, PackInspection inspection)
      throws PackException, EditException {
    try (ProgressDisplay display = new ProgressDisplay(terminal)) {
      display.show(0, "editing a phantom");
      return inspection.smokeEdit(
          (done, total) -> display.show((double) done / total, "editing a phantom"));
    }
  }

  private static void print(PrintWriter terminal, Check check) {
    terminal.printf("ok  %-14s %s%n", check.subject(), check.result());
    terminal.flush();
  }
}
