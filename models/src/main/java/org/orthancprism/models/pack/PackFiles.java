// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a pack's folder, held against the digests in its manifest.
 *
 * <p>A pack is data only: whatever could carry code is refused by its name, and whatever is not
 * listed is refused too. A listed file may be a link to a file elsewhere; its digest must match all
 * the same.
 */
final class PackFiles {

  static final String MANIFEST = "pack.json";

  private static final Set<String> DATA = Set.of("safetensors", "json", "txt", "md");
  private static final Set<String> TEXTS = Set.of("LICENSE", "LICENCE", "COPYING", "README");
  private static final Set<String> PICKLES =
      Set.of("bin", "ckpt", "pt", "pth", "pkl", "pickle", "joblib", "npy", "npz");

  /** A pack's folders are not deeper than this; also ends a circle of links. */
  private static final int DEPTH = 8;

  private final Path folder;
  private final FileDigests files;

  PackFiles(Path folder, FileDigests files) {
    this.folder = folder;
    this.files = files;
  }

  /** Refuses what is missing, altered, unlisted or not data. */
  void verify(Map<String, String> digests) throws PackException {
    for (String name : digests.keySet()) {
      refuseUnsafeName(name);
      refuseUnlessData(name);
    }
    refuseUnlisted(digests.keySet());
    for (Map.Entry<String, String> file : digests.entrySet()) {
      verifyDigest(file.getKey(), file.getValue());
    }
  }

  private static void refuseUnsafeName(String name) throws PackException {
    boolean safe;
    try {
      Path path = Path.of(name);
      safe =
          !name.isEmpty()
              && !name.equals(MANIFEST)
              && name.indexOf('\\') < 0
              && !path.isAbsolute()
              && path.normalize().toString().equals(name)
              && !path.startsWith("..");
    } catch (InvalidPathException e) {
      safe = false;
    }
    if (!safe) {
      throw new PackException(
          "pack.json lists '"
              + name
              + "', which is not a plain path within the pack: take the pack from its source");
    }
  }

  private static void refuseUnlessData(String name) throws PackException {
    String base = name.substring(name.lastIndexOf('/') + 1);
    String extension = base.substring(base.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (PICKLES.contains(extension)) {
      throw new PackException(
          name
              + " may be a pickle, which can run code when it is read: convert it to safetensors"
              + " where you trust it, and list that");
    }
    if (!DATA.contains(extension) && !TEXTS.contains(base)) {
      throw new PackException(
          name + " is not of a kind that a pack holds (safetensors, json, text): remove it");
    }
  }

  private void refuseUnlisted(Set<String> listed) throws PackException {
    List<Path> found;
    try (Stream<Path> walk = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      found = walk.filter(path -> !Files.isDirectory(path)).toList();
    } catch (IOException | UncheckedIOException e) {
      throw new PackException("the folder " + folder + " can't be read: check its rights", e);
    }
    for (Path path : found) {
      String name = folder.relativize(path).toString().replace('\\', '/');
      if (!name.equals(MANIFEST) && !listed.contains(name)) {
        refuseUnlessData(name);
        throw new PackException(
            name + " is not listed in pack.json: remove it from " + folder + " or list it");
      }
    }
  }

  private void verifyDigest(String name, String expected) throws PackException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new PackException(
          name + " is missing from " + folder + ": copy the pack again, complete");
    }
    String found;
    try {
      found = files.of(file);
    } catch (IOException e) {
      throw new PackException(name + " can't be read: check its rights", e);
    }
    if (!found.equals(expected)) {
      throw new PackException(
          name
              + " was altered: its SHA-256 is "
              + found
              + ", pack.json says "
              + expected
              + "; copy the pack again");
    }
  }
}
