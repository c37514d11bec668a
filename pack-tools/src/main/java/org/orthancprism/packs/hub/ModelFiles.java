// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.orthancprism.packs.importing.WeightNames;

/**
 * The files of a model that an import reads, and no others; never a pickle.
 *
 * @param configuration small files, by which it shows whether the model can be imported
 * @param weights safetensors and their indexes
 */
record ModelFiles(List<HubFile> configuration, List<HubFile> weights) {

  private static final List<String> CONFIGURATIONS =
      List.of(
          "unet/config.json",
          "vae/config.json",
          "text_encoder/config.json",
          "scheduler/scheduler_config.json");

  private static final List<String> PADDING =
      List.of("tokenizer/special_tokens_map.json", "tokenizer/tokenizer_config.json");

  ModelFiles {
    configuration = List.copyOf(configuration);
    weights = List.copyOf(weights);
  }

  /**
   * Those of a Stable Diffusion 1.x or 2.x.
   *
   * @param half whether variants in float16 are wanted first
   * @param withUnet whether its own UNet's weights are wanted
   * @throws HubException when something is missing, or there are pickles alone
   */
  static ModelFiles ofBase(HubModel model, boolean half, boolean withUnet) throws HubException {
    List<HubFile> configuration = new ArrayList<>();
    for (String path : CONFIGURATIONS) {
      configuration.add(required(model, path));
    }
    configuration.addAll(tokenizer(model));
    List<HubFile> weights = new ArrayList<>();
    for (String folder :
        withUnet ? List.of("text_encoder", "vae", "unet") : List.of("text_encoder", "vae")) {
      weights.addAll(weights(model, folder, half));
    }
    return new ModelFiles(configuration, weights);
  }

  /**
   * That of a UNet which takes the place of a base's.
   *
   * @param path of its safetensors; empty takes the one at the top, or in the folder {@code unet}
   */
  static ModelFiles ofUnet(HubModel model, Optional<String> path, boolean half)
      throws HubException {
    if (path.isPresent()) {
      if (!path.get().endsWith(WeightNames.EXTENSION)) {
        throw new HubException(path.get() + " is no .safetensors: only such files are fetched");
      }
      return new ModelFiles(List.of(), List.of(required(model, path.get())));
    }
    String folder = model.namesIn("").stream().anyMatch(ModelFiles::isWeights) ? "" : "unet";
    List<HubFile> weights = weights(model, folder, half);
    if (weights.size() != 1) {
      throw new HubException(
          model.name() + " has its UNet in several files: import it from a folder with one");
    }
    return new ModelFiles(List.of(), weights);
  }

  private static boolean isWeights(String name) {
    return name.endsWith(WeightNames.EXTENSION);
  }

  private static HubFile required(HubModel model, String path) throws HubException {
    return model
        .file(path)
        .orElseThrow(
            () ->
                new HubException(
                    model.name()
                        + " has no "
                        + path
                        + " on this hub: take a Stable Diffusion 1.x or 2.x as Hugging Face lays it out"
                        + listed(model)));
  }

  private static String listed(HubModel model) {
    List<String> safetensors =
        model.files().stream().map(HubFile::path).filter(ModelFiles::isWeights).limit(10).toList();
    return safetensors.isEmpty() ? "" : "; it has " + String.join(", ", safetensors);
  }

  /**
   * The two original files, or {@code tokenizer.json} in their place, and what names the padding.
   */
  private static List<HubFile> tokenizer(HubModel model) throws HubException {
    List<HubFile> files = new ArrayList<>();
    List<HubFile> padding = PADDING.stream().map(model::file).flatMap(Optional::stream).toList();
    Optional<HubFile> whole = model.file("tokenizer/tokenizer.json");
    boolean hasOriginals =
        model.file("tokenizer/vocab.json").isPresent()
            && model.file("tokenizer/merges.txt").isPresent();
    if (hasOriginals || whole.isEmpty()) {
      files.add(required(model, "tokenizer/vocab.json"));
      files.add(required(model, "tokenizer/merges.txt"));
    }
    if (!hasOriginals || padding.isEmpty()) {
      whole.ifPresent(files::add);
    }
    files.addAll(padding);
    return files;
  }

  private static List<HubFile> weights(HubModel model, String folder, boolean half)
      throws HubException {
    WeightNames names = WeightNames.of(model.namesIn(folder), half);
    String prefix = folder.isEmpty() ? "" : folder + "/";
    if (names instanceof WeightNames.Whole whole) {
      return List.of(required(model, prefix + whole.file()));
    }
    if (names instanceof WeightNames.Sharded sharded) {
      List<HubFile> files = new ArrayList<>();
      for (String name :
          Stream.concat(Stream.of(sharded.index()), sharded.parts().stream()).toList()) {
        files.add(required(model, prefix + name));
      }
      return files;
    }
    throw refused(model, folder.isEmpty() ? "its top folder" : folder, names);
  }

  private static HubException refused(HubModel model, String folder, WeightNames names) {
    if (names instanceof WeightNames.Ambiguous several) {
      return new HubException(
          model.name()
              + " has in "
              + folder
              + " "
              + String.join(", ", several.files())
              + ", and none has a usual name: fetch the one that you want by hand and import it");
    }
    return new HubException(
        names instanceof WeightNames.Pickled pickled
            ? model.name()
                + " has in "
                + folder
                + " pickles alone ("
                + pickled.file()
                + "), which are never fetched since reading one can run code: take a model with"
                + " safetensors"
            : model.name() + " has no whole safetensors in " + folder + ": take another model");
  }

  Stream<HubFile> all() {
    return Stream.concat(configuration.stream(), weights.stream());
  }
}
