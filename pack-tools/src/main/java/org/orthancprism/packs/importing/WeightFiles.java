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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.models.safetensors.TensorEntry;
import org.orthancprism.packs.configuration.HubJson;
import org.orthancprism.packs.configuration.ImportException;

/**
 * The weights of one network: a safetensors file, or the several that an index names.
 *
 * @param label their name for messages, for example {@code unet/model.safetensors}
 * @param paths the files
 * @param files the same, opened
 */
record WeightFiles(String label, List<Path> paths, List<SafetensorsFile> files) {

  private static final String EXTENSION = WeightNames.EXTENSION;

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
              + ": give a whole Stable Diffusion as Hugging Face lays it out");
    }
    WeightNames names = WeightNames.of(list(folder), half);
    if (names instanceof WeightNames.Whole whole) {
      Path file = folder.resolve(whole.file());
      return open(label(file), List.of(file));
    }
    if (names instanceof WeightNames.Sharded sharded) {
      return sharded(folder, sharded.index());
    }
    throw refused(folder, names);
  }

  private static ImportException refused(Path folder, WeightNames names) {
    if (names instanceof WeightNames.Ambiguous several) {
      return new ImportException(
          folder
              + " holds "
              + String.join(", ", several.files())
              + ", and none is called "
              + String.join(EXTENSION + " or ", WeightNames.STEMS)
              + EXTENSION
              + ": keep the one to import");
    }
    if (names instanceof WeightNames.Unindexed parts) {
      return new ImportException(
          folder
              + " holds "
              + String.join(", ", parts.parts())
              + " without their index: copy *.index.json, too");
    }
    return names instanceof WeightNames.Pickled pickled
        ? pickleRefused(folder.resolve(pickled.file()))
        : new ImportException(
            "there are no safetensors in " + folder + ": give a folder with its weights");
  }

  private static List<String> list(Path folder) throws ImportException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).map(f -> String.valueOf(f.getFileName())).toList();
    } catch (IOException e) {
      throw new ImportException("the folder " + folder + " can't be read: check its rights", e);
    }
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
    if (WeightNames.isPickle(String.valueOf(file.getFileName()))) {
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
