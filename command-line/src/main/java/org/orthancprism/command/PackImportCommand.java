// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orthancprism.command.terminal.Interruption;
import org.orthancprism.command.terminal.ProgressDisplay;
import org.orthancprism.command.terminal.VerboseOption;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.pack.PackSummary;
import org.orthancprism.packs.importing.ImportException;
import org.orthancprism.packs.importing.ImportRequest;
import org.orthancprism.packs.importing.PackImport;
import org.orthancprism.packs.importing.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pack import}: a Stable Diffusion 1.x folder becomes a pack. */
@Command(
    name = "import",
    description = {
      "Make a pack of a Stable Diffusion 1.x, and of PRISM over it.",
      "Only safetensors are read. All is checked before anything is written."
    })
final class PackImportCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--base",
      paramLabel = "FOLDER",
      required = true,
      description =
          "Stable Diffusion 1.x as Hugging Face lays it out: unet/, vae/, text_encoder/,"
              + " tokenizer/, scheduler/")
  private @Nullable Path base;

  @Option(
      names = "--unet",
      paramLabel = "FILE",
      description = "safetensors of another UNet over the base's, for example PRISM's")
  private @Nullable Path unet;

  @Option(
      names = "--lora",
      paramLabel = "FILE[:SCALE]",
      description =
          "safetensors of a LoRA that is merged into text encoder and UNet, times SCALE (default:"
              + " 1); may be repeated")
  private List<String> loras = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "the pack's folder, which must not be there yet")
  private @Nullable Path out;

  @Option(
      names = "--precision",
      paramLabel = "fp32|fp16",
      description = "type that weights are converted to (default: each as it is)")
  private @Nullable String precision;

  @Option(
      names = "--weights",
      paramLabel = "link|copy",
      defaultValue = "link",
      description = "whether weights that are not converted are linked or copied (default: link)")
  private String weights = "link";

  @Option(
      names = "--classifier",
      paramLabel = "FILE",
      description = "safetensors of a classifier in torchxrayvision's DenseNet-121 layout")
  private @Nullable Path classifier;

  @Option(
      names = "--classifier-labels",
      split = ",",
      paramLabel = "LABEL",
      description = "labels of its outputs, in order; an empty label marks an unused output")
  private List<String> labels = List.of();

  @Option(
      names = "--clip",
      paramLabel = "FOLDER",
      description = "a CLIP as Hugging Face lays it out, with the base's vocabulary")
  private @Nullable Path clip;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "what the pack calls itself (default: the name of its folder)")
  private @Nullable String name;

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      defaultValue = "1.0.0",
      description = "the pack's version (default: ${DEFAULT-VALUE})")
  private String version = "1.0.0";

  @Option(
      names = "--licence",
      paramLabel = "LICENCE",
      defaultValue = "CreativeML-OpenRAIL-M",
      description = "licence of the weights (default: Stable Diffusion's, ${DEFAULT-VALUE})")
  private String licence = "CreativeML-OpenRAIL-M";

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
    PrintWriter terminal = spec.commandLine().getOut();
    ImportRequest request = request(spec, base, out);
    Path place = out;
    PackSummary summary = Interruption.guard(() -> imported(request, place, terminal));
    terminal.printf(
        Locale.ROOT,
        "%s %s: findings %d, %.1f MB, digest %s%n",
        summary.manifest().name(),
        summary.manifest().version(),
        summary.manifest().findings().size(),
        summary.size() / 1e6,
        summary.digest());
    terminal.printf("%s%n", summary.folder());
    terminal.flush();
    return 0;
  }

  private static PackSummary imported(ImportRequest request, Path place, PrintWriter terminal)
      throws PackException {
    try (ProgressDisplay display = new ProgressDisplay(terminal)) {
      return PackImport.run(
          request,
          place,
          (what, done, total) -> display.show((double) done / Math.max(1, total), what));
    }
  }

  private ImportRequest request(CommandSpec command, Path folder, Path place) {
    if ((classifier == null) != labels.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "--classifier and --classifier-labels are given together");
    }
    return new ImportRequest(
        folder,
        Optional.ofNullable(unet),
        Optional.ofNullable(precision)
            .map(text -> choice(command, Precision.class, "--precision", text)),
        choice(command, ImportRequest.Weights.class, "--weights", weights),
        Optional.ofNullable(classifier).map(file -> new ImportRequest.Classifier(file, labels)),
        Optional.ofNullable(clip),
        loras.stream().map(text -> lora(command, text)).toList(),
        new ImportRequest.Identity(
            name != null ? name : String.valueOf(place.toAbsolutePath().normalize().getFileName()),
            version,
            licence));
  }

  private static ImportRequest.Lora lora(CommandSpec command, String text) {
    try {
      return ImportRequest.Lora.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(), "--lora " + text + ": " + e.getMessage(), e);
    }
  }

  private static <E extends Enum<E>> E choice(
      CommandSpec command, Class<E> type, String option, String text) {
    try {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(), option + " does not know '" + text + "'", e);
    }
  }
}
