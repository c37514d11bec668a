// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which of the files in a network's folder hold the weights that an import takes, told by their
 * names alone: of a folder on disk, or of one that a hub lists.
 */
public sealed interface WeightNames {

  /** What weights end with. */
  String EXTENSION = ".safetensors";

  /**
   * The weights are one file.
   *
   * @param file its name
   */
  record Whole(String file) implements WeightNames {}

  /**
   * The weights are in several files.
   *
   * @param index name of the JSON file that maps tensors to them
   * @param parts names of those that the folder has
   */
  record Sharded(String index, List<String> parts) implements WeightNames {

    public Sharded {
      parts = List.copyOf(parts);
    }
  }

  /**
   * Several sets of weights, none of which has a usual name.
   *
   * @param files their names
   */
  record Ambiguous(List<String> files) implements WeightNames {

    public Ambiguous {
      files = List.copyOf(files);
    }
  }

  /**
   * Parts of weights, whose index is missing.
   *
   * @param parts their names
   */
  record Unindexed(List<String> parts) implements WeightNames {

    public Unindexed {
      parts = List.copyOf(parts);
    }
  }

  /**
   * Pickles alone, which are never read.
   *
   * @param file the first of them
   */
  record Pickled(String file) implements WeightNames {}

  /** No weights at all. */
  record None() implements WeightNames {}

  /** What names of weights usually begin with, the likeliest first. */
  List<String> STEMS = List.of("diffusion_pytorch_model", "model");

  /**
   * Chooses among the files of one folder.
   *
   * @param files their names, without folders
   * @param half whether a variant in float16 is wanted first where there are two
   */
  static WeightNames of(Collection<String> files, boolean half) {
    Set<String> names = new TreeSet<>(files);
    for (String variant : half ? List.of(".fp16", "") : List.of("", ".fp16")) {
      for (String stem : STEMS) {
        if (names.contains(stem + variant + EXTENSION)) {
          return new Whole(stem + variant + EXTENSION);
        }
        // transformers and diffusers put the variant at different places of an index's name.
        for (String index :
            List.of(stem + EXTENSION + ".index" + variant, stem + variant + EXTENSION + ".index")) {
          if (names.contains(index + ".json")) {
            return new Sharded(index + ".json", Parts.of(names, stem, variant));
          }
        }
      }
    }
    return Parts.unusual(names);
  }

  /** Whether a file is of a kind that can run code when it is read. */
  static boolean isPickle(String name) {
    return Parts.PICKLES.contains(
        name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  /** Names of parts of weights, and of weights in unusual files. */
  final class Parts {

    private static final Set<String> PICKLES = Set.of("bin", "ckpt", "pt", "pth", "pkl");
    private static final Pattern PART = Pattern.compile("-[0-9]+-of-[0-9]+");

    private Parts() {}

    private static List<String> of(Set<String> names, String stem, String variant) {
      Pattern part =
          Pattern.compile(
              Pattern.quote(stem)
                  + "("
                  + Pattern.quote(variant)
                  + PART
                  + "|"
                  + PART
                  + Pattern.quote(variant)
                  + ")"
                  + Pattern.quote(EXTENSION));
      return names.stream().filter(name -> part.matcher(name).matches()).toList();
    }

    private static WeightNames unusual(Set<String> names) {
      List<String> whole = new ArrayList<>();
      List<String> parts = new ArrayList<>();
      List<String> indexes = new ArrayList<>();
      for (String name : names) {
        if (name.endsWith(EXTENSION)) {
          (PART.matcher(name).find() ? parts : whole).add(name);
        } else if (name.contains(EXTENSION + ".index") && name.endsWith(".json")) {
          indexes.add(name);
        }
      }
      if (!whole.isEmpty()) {
        return whole.size() == 1 ? new Whole(whole.get(0)) : new Ambiguous(whole);
      }
      if (indexes.size() == 1) {
        return new Sharded(indexes.get(0), parts);
      }
      if (!parts.isEmpty()) {
        return new Unindexed(parts);
      }
      return names.stream()
          .filter(WeightNames::isPickle)
          .findFirst()
          .<WeightNames>map(Pickled::new)
          .orElseGet(None::new);
    }
  }
}
