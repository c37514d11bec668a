// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.orthancprism.packs.importing.ImportRequest;
import org.orthancprism.packs.importing.WeightType;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of every command that makes a pack of a Stable Diffusion 1.x or 2.x folder. */
final class ImportOptions {

  private static final String STABLE_DIFFUSIONS = "CreativeML-OpenRAIL-M";

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
      names = "--lora",
      paramLabel = "FILE[:SCALE]",
      description =
          "safetensors of a LoRA that is merged into text encoder and UNet, times SCALE (default:"
              + " 1); may be repeated")
  private List<String> loras = List.of();

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
      description =
          "licence of the weights (default: as the model's source says, or CreativeML-OpenRAIL-M)")
  private @Nullable String licence;

  /** Whether variants of weights in float16 are wanted first where there are two. */
  boolean wantsHalf(CommandLine command) {
    return precision(command).equals(Optional.of(WeightType.FP16));
  }

  /** Whether the pack's weights stay where they are. */
  boolean linksWeights() {
    return weights.equalsIgnoreCase(ImportRequest.Weights.LINK.name());
  }

  /** Takes a licence for the default. */
  void defaultLicence(String stated) {
    licence = licence == null ? stated : licence;
  }

  /**
   * What is made into a pack, and how.
   *
   * @param command for what is wrong with the options
   * @param folder a Stable Diffusion 1.x or 2.x
   * @param unet safetensors of another UNet over it
   * @param place the pack's folder
   */
  ImportRequest request(CommandLine command, Path folder, Optional<Path> unet, Path place) {
    check(command);
    return new ImportRequest(
        folder,
        unet,
        precision(command),
        choice(command, ImportRequest.Weights.class, "--weights", weights),
        Optional.ofNullable(classifier).map(file -> new ImportRequest.Classifier(file, labels)),
        Optional.ofNullable(clip),
        loras(command),
        new ImportRequest.Identity(
            name != null ? name : String.valueOf(place.toAbsolutePath().normalize().getFileName()),
            version,
            licence == null ? STABLE_DIFFUSIONS : licence));
  }

  /** Refuses options that don't belong together. */
  void check(CommandLine command) {
    if ((classifier == null) != labels.isEmpty()) {
      throw new ParameterException(
          command, "--classifier and --classifier-labels are given together");
    }
    precision(command);
    choice(command, ImportRequest.Weights.class, "--weights", weights);
    loras(command);
  }

  private List<ImportRequest.Lora> loras(CommandLine command) {
    return loras.stream().map(text -> lora(command, text)).toList();
  }

  private static ImportRequest.Lora lora(CommandLine command, String text) {
    try {
      return ImportRequest.Lora.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, "--lora " + text + ": " + e.getMessage(), e);
    }
  }

  private Optional<WeightType> precision(CommandLine command) {
    return Optional.ofNullable(precision)
        .map(text -> choice(command, WeightType.class, "--precision", text));
  }

  private static <E extends Enum<E>> E choice(
      CommandLine command, Class<E> type, String option, String text) {
    try {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, option + " does not know '" + text + "'", e);
    }
  }
}
