// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.models.safetensors.TensorEntry;

/**
 * The weights of one network: a safetensors file, or the several that an index names.
 *
 * @param label their name for messages, for example {@code unet/model.safetensors}
 * @param paths the files
 * @param files the same, opened
 */
record WeightFiles(String label, List<Path> paths, List<SafetensorsFile> files) {

  private static final String EXTENSION = ".safetensors";
  private static final Set<String> PICKLES = Set.of("bin", "ckpt", "pt", "pth", "pkl");

  /** One of several files that contain the weights. */
  private static final Pattern PART = Pattern.compile("-[0-9]+-of-[0-9]+");

  private static final List<String> STEMS = List.of("diffusion_pytorch_model", "model");

  /**
   * Finds the weights in the folder of one network.
   *
   * @param half whether a variant in float16 is wanted first where there are two
   * @throws ImportException when there are none, or only a pickle
   */
  static WeightFiles in(Path folder, boolean half) throws ImportException {
    if (!Files.isDirectory(folder)) {
      throw new ImportException(
          "the folder "
              + folder.getFileName()
              + " is missing from "
              + folder.toAbsolutePath().getParent()
              + ": give a whole Stable Diffusion 1.x as Hugging Face lays it out");
    }
    List<String> variants = half ? List.of(".fp16", "") : List.of("", ".fp16");
    for (String variant : variants) {
      for (String stem : STEMS) {
        Optional<WeightFiles> found = find(folder, stem, variant);
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    Optional<WeightFiles> only = only(folder);
    if (only.isPresent()) {
      return only.get();
    }
    throw noWeights(folder);
  }

  /** Weights under another name, such as {@code .non_ema}, where there are no others. */
  private static Optional<WeightFiles> only(Path folder) throws ImportException {
    List<Path> whole = new ArrayList<>();
    List<Path> parts = new ArrayList<>();
    List<Path> indexes = new ArrayList<>();
    for (Path file : list(folder)) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith(EXTENSION)) {
        (PART.matcher(name).find() ? parts : whole).add(file);
      } else if (name.contains(EXTENSION + ".index") && name.endsWith(".json")) {
        indexes.add(file);
      }
    }
    if (whole.size() == 1) {
      return Optional.of(open(label(whole.get(0)), whole));
    }
    if (whole.size() > 1) {
      throw new ImportException(
          folder
              + " holds "
              + names(whole)
              + ", and none is called "
              + String.join(EXTENSION + " or ", STEMS)
              + EXTENSION
              + ": keep the one to import");
    }
    if (indexes.size() == 1) {
      return Optional.of(sharded(folder, names(indexes)));
    }
    if (!parts.isEmpty()) {
      throw new ImportException(
          folder + " holds " + names(parts) + " without their index: copy *.index.json, too");
    }
    return Optional.empty();
  }

  private static String names(List<Path> files) {
    return files.stream()
        .map(file -> String.valueOf(file.getFileName()))
        .collect(Collectors.joining(", "));
  }

  private static List<Path> list(Path folder) throws ImportException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new ImportException("the folder " + folder + " can't be read: check its rights", e);
    }
  }

  private static Optional<WeightFiles> find(Path folder, String stem, String variant)
      throws ImportException {
    Path whole = folder.resolve(stem + variant + EXTENSION);
    if (Files.isRegularFile(whole)) {
      return Optional.of(open(label(whole), List.of(whole)));
    }
    // transformers and diffusers put the variant at different places of an index's name.
    for (String name :
        List.of(stem + EXTENSION + ".index" + variant, stem + variant + EXTENSION + ".index")) {
      if (Files.isRegularFile(folder.resolve(name + ".json"))) {
        return Optional.of(sharded(folder, name + ".json"));
      }
    }
    return Optional.empty();
  }

  private static ImportException noWeights(Path folder) throws ImportException {
    Optional<Path> pickle = list(folder).stream().filter(WeightFiles::isPickle).findFirst();
    return pickle.isPresent()
        ? pickleRefused(pickle.get())
        : new ImportException(
            "there are no safetensors in " + folder + ": give a folder with its weights");
  }

  private static boolean isPickle(Path file) {
    String name = String.valueOf(file.getFileName());
    return PICKLES.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  private static ImportException pickleRefused(Path file) {
    return new ImportException(
        file
            + " is a pickle, which can run code when it is read: convert it to safetensors where"
            + " you trust it, or take the model's safetensors");
  }

  private static String label(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return folder == null ? file.toString() : folder.getFileName() + "/" + file.getFileName();
  }

  /**
   * Opens one file of weights.
   *
   * @throws ImportException when it is a pickle or no whole safetensors file
   */
  static WeightFiles of(Path file) throws ImportException {
    if (isPickle(file)) {
      throw pickleRefused(file);
    }
    if (!Files.isRegularFile(file)) {
      throw new ImportException("there is no file " + file + ": give a safetensors file");
    }
    if (!String.valueOf(file.getFileName()).endsWith(EXTENSION)) {
      throw new ImportException(file + " is not called .safetensors: only such files are read");
    }
    return open(file.toString(), List.of(file));
  }

  private static WeightFiles sharded(Path folder, String name) throws ImportException {
    HubJson index = HubJson.read(folder, name);
    HubJson map = index.object("weight_map");
    Set<String> shards = new TreeSet<>();
    for (JsonValue value : map.json().values()) {
      String shard = value instanceof JsonString text ? text.getString() : "";
      if (!shard.endsWith(EXTENSION) || !Path.of(shard).equals(Path.of(shard).getFileName())) {
        throw index.wrong("weight_map", "tensors with safetensors files of the same folder");
      }
      shards.add(shard);
    }
    if (shards.isEmpty()) {
      throw index.wrong("weight_map", "tensors with safetensors files of the same folder");
    }
    WeightFiles files = open(index.label(), shards.stream().map(folder::resolve).toList());
    Set<String> missing = new TreeSet<>(map.json().keySet());
    files.tensors().forEach(tensor -> missing.remove(tensor.name()));
    if (!missing.isEmpty()) {
      throw new ImportException(
          index.label()
              + " names "
              + missing.iterator().next()
              + ", which its files lack: copy them again");
    }
    return files;
  }

  private static WeightFiles open(String label, List<Path> paths) throws ImportException {
    List<SafetensorsFile> files = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Path path : paths) {
      try {
        files.add(SafetensorsFile.open(path));
      } catch (PackException e) {
        throw new ImportException(label + ": " + e.getMessage(), e);
      }
      for (TensorEntry tensor : files.get(files.size() - 1).tensors()) {
        if (!names.add(tensor.name())) {
          throw new ImportException(
              label + " holds " + tensor.name() + " twice: take a whole set of files");
        }
      }
    }
    return new WeightFiles(label, List.copyOf(paths), List.copyOf(files));
  }

  /** All tensors, file by file. */
  List<TensorEntry> tensors() {
    return files.stream().flatMap(file -> file.tensors().stream()).toList();
  }
}
