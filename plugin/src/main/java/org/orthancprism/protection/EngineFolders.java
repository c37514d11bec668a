// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.protection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folders from which the engine loads its native libraries into the worker: other users who
 * could write there could run programs as the worker.
 */
public final class EngineFolders {

  /** Where the engine unpacks its libraries, as the worker's configuration says. */
  private static final List<String> CACHES = List.of("ENGINE_CACHE_DIR", "DJL_CACHE_DIR");

  /** Where an administrator may have other libraries. */
  private static final List<String> LIBRARIES =
      List.of("PYTORCH_LIBRARY_PATH", "PYTORCH_EXTRA_LIBRARY_PATH");

  private static final Set<PosixFilePermission> OTHERS_ENTER =
      Set.of(PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);

  private EngineFolders() {}

  /**
   * Refuses the folders that a worker's environment names where others can write to them. A cache
   * that is not there yet is made for its owner alone.
   *
   * @throws UnprotectedException with the first thing that others could change
   * @throws IOException when the cache can't be made or read
   */
  public static void requireProtected(Map<String, String> environment)
      throws UnprotectedException, IOException {
    for (Path cache : folders(environment, CACHES)) {
      if (!Files.exists(cache)) {
        make(cache);
      }
      requireProtected(cache, Set.of());
    }
    for (Path libraries : folders(environment, LIBRARIES)) {
      if (Files.exists(libraries)) {
        requireProtected(libraries, Set.of(owner(libraries)));
      }
    }
  }

  private static Set<Path> folders(Map<String, String> environment, List<String> variables) {
    Set<Path> folders = new HashSet<>();
    for (String variable : variables) {
      String folder = environment.getOrDefault(variable, "");
      if (!folder.isEmpty()) {
        folders.add(Path.of(folder));
      }
    }
    return folders;
  }

  private static void make(Path cache) throws IOException {
    Files.createDirectories(
        cache, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static void requireProtected(Path folder, Set<String> further)
      throws UnprotectedException, IOException {
    Path real = folder.toRealPath();
    Set<String> owners = new HashSet<>(further);
    owners.addAll(List.of("root", System.getProperty("user.name")));
    ForeignWriters.refuse(real, owners);
    // To whom the folders above belong is the administrator's choice of the place.
    for (Path above = real.getParent(); above != null; above = above.getParent()) {
      ForeignWriters.refuseWriters(above);
    }
    if (!Files.isDirectory(real) || isClosed(real)) {
      return;
    }
    try (Stream<Path> within = Files.walk(real)) {
      for (Path path : within.toList()) {
        ForeignWriters.refuse(path, owners);
      }
    }
  }

  /** Only its owner can enter such a folder, whatever the permissions of its content. */
  private static boolean isClosed(Path folder) throws IOException {
    return Files.getPosixFilePermissions(folder).stream().noneMatch(OTHERS_ENTER::contains);
  }

  private static String owner(Path path) throws IOException {
    return Files.getOwner(path).getName();
  }
}
