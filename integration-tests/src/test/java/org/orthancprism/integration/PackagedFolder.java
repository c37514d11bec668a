// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of configurations from which the packaged Orthanc of this machine starts, and that of
 * its plugins, as its packages install them, laid out anew below another root. Orthanc reads every
 * JSON file of the one and loads every library of the other; a section that stands in two files
 * ends it.
 *
 * @param root what stands for {@code /}
 */
record PackagedFolder(Path root) {

  private static final Path CONFIGURATION = Path.of("etc/orthanc");
  private static final Path PLUGINS = Path.of("usr/share/orthanc/plugins");

  /** Copies the packages' own files. */
  static PackagedFolder lay(Path root) throws IOException {
    PackagedFolder folder = new PackagedFolder(root);
    Files.createDirectories(folder.configuration());
    Files.createDirectories(folder.plugins());
    for (Path file : files(Path.of("/").resolve(CONFIGURATION), ".json")) {
      folder.put(file.getFileName().toString(), packaged(file));
    }
    for (Path library : files(Path.of("/").resolve(PLUGINS), ".so")) {
      Files.createSymbolicLink(
          folder.plugins().resolve(library.getFileName()), library.toRealPath());
    }
    return folder;
  }

  /** Only Orthanc's user and root may read the users, of whom the package installs none. */
  private static String packaged(Path file) throws IOException {
    return Files.isReadable(file) ? Files.readString(file) : "{\"RegisteredUsers\": {}}";
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  /** What Orthanc is started with. */
  Path configuration() {
    return root.resolve(CONFIGURATION);
  }

  /** Where libraries are linked that Orthanc shall load. */
  Path plugins() {
    return root.resolve(PLUGINS);
  }

  /** Lays a configuration into the folder, in the place of the package's of that name. */
  void put(String name, String text) throws IOException {
    Files.writeString(configuration().resolve(name), text);
  }

  /** Replaces the value of a setting that is a number or a text, wherever it stands. */
  void set(String setting, String json) throws IOException {
    for (Path file : files(configuration(), ".json")) {
      String text = Files.readString(file);
      Files.writeString(
          file,
          text.replaceAll("(?m)^(\\s*\"" + setting + "\"\\s*:\\s*)(\"[^\"]*\"|\\d+)", "$1" + json));
    }
  }

  /** Replaces a text, wherever it stands. */
  void replace(String text, String by) throws IOException {
    for (Path file : files(configuration(), ".json")) {
      Files.writeString(file, Files.readString(file).replace(text, by));
    }
  }
}
