// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder of films, in the order of their paths.
 *
 * @param films its files, each content once
 * @param refused files that are left out before they are read, with the reason
 */
record AuditFolder(List<FilmFile> films, List<Refused> refused) {

  /** A file that was left out of an audit, and why. */
  record Refused(Path file, String reason) {}

  AuditFolder {
    films = List.copyOf(films);
    refused = List.copyOf(refused);
  }

  /**
   * Lists a folder and the folders in it.
   *
   * @throws AuditException when there is no such folder, or nothing in it
   */
  static AuditFolder of(Path folder) throws IOException, AuditException {
    if (!Files.isDirectory(folder)) {
      throw new AuditException("there is no folder " + folder);
    }
    Map<String, FilmFile> films = new LinkedHashMap<>();
    List<Refused> refused = new ArrayList<>();
    for (Path file : files(folder)) {
      try {
        FilmFile film = FilmFile.of(file);
        FilmFile twin = films.putIfAbsent(film.digest(), film);
        if (twin != null) {
          refused.add(new Refused(file, "the same film as " + twin.file()));
        }
      } catch (IOException e) {
        refused.add(new Refused(file, "it can't be read (" + e + "): check its rights"));
      }
    }
    if (films.isEmpty()) {
      throw new AuditException(
          "there is no file that can be read in " + folder + ": give a folder of films");
    }
    return new AuditFolder(List.copyOf(films.values()), refused);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
