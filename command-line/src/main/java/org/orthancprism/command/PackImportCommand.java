// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orthancprism.command.terminal.Interruption;
import org.orthancprism.command.terminal.VerboseOption;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.packs.configuration.ImportException;
import org.orthancprism.packs.importing.ImportRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pack import}: a Stable Diffusion folder becomes a pack. */
@Command(
    name = "import",
    description = {
      "Make a pack of a Stable Diffusion 1.x or 2.x, and of PRISM or LoRAs over it.",
      "Only safetensors are read. All is checked before anything is written."
    })
final class PackImportCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--base",
      paramLabel = "FOLDER",
      required = true,
      description =
          "Stable Diffusion 1.x or 2.x as Hugging Face lays it out: unet/, vae/, text_encoder/,"
              + " tokenizer/, scheduler/")
  private @Nullable Path base;

  @Option(
      names = "--unet",
      paramLabel = "FILE",
      description = "safetensors of another UNet over the base's, for example PRISM's")
  private @Nullable Path unet;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "the pack's folder, which must not be there yet")
  private @Nullable Path out;

  @Mixin final ImportOptions options = new ImportOptions();

  // Not picocli's pair: its --version would tell this program's, where the pack's is meant.
  @SuppressWarnings("UnusedVariable") // picocli asks for it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this text")
  private boolean help;

  @Mixin final VerboseOption verbose = new VerboseOption();

  @Override
  public Integer call() throws PackException {
    if (spec == null || base == null || out == null) {
      throw new ImportException("start this through ./prism");
    }
    Path place = out;
    ImportRequest request =
        options.request(spec.commandLine(), base, Optional.ofNullable(unet), place);
    PrintWriter terminal = spec.commandLine().getOut();
    Interruption.guard(() -> ImportedPack.make(request, place, terminal));
    return 0;
  }
}
