// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orthancprism.bench.BenchException;
import org.orthancprism.bench.DicomBench;
import org.orthancprism.command.terminal.JsonOption;
import org.orthancprism.command.terminal.VerboseOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bench dicom}: reading, mapping and writing a large film against DCMTK. */
@Command(
    name = "dicom",
    description = "Measure how a film is read, mapped and written, against DCMTK's dcmconv.",
    mixinStandardHelpOptions = true)
final class BenchDicomCommand implements Callable<Integer> {

  private static final int ROWS = 3000;
  private static final int COLUMNS = 2500;
  private static final int WARM_UPS = 10;
  private static final int ROUNDS = 21;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final JsonOption json = new JsonOption();

  @Mixin final VerboseOption verbose = new VerboseOption();

  @Override
  public Integer call() throws IOException, BenchException {
    if (spec == null) {
      throw new BenchException("start this through ./prism");
    }
    PrintWriter out = spec.commandLine().getOut();
    new DicomBench(ROWS, COLUMNS, WARM_UPS, ROUNDS, out).run(json.file());
    return 0;
  }
}
