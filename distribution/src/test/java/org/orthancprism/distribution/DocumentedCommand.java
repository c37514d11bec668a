// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command that documents tell their reader to run.
 *
 * @param place where it stands first: a document, from the checkout's folder on
 * @param text the command in one line, without the remark behind it
 */
record DocumentedCommand(Path place, String text) {

  private static final List<String> FOLDERS =
      List.of("docs", "orthanc-config", "models", "plugin", "native-host");

  /** What the pack documents tell to make, others use. */
  private static final Path FIRST = Path.of("docs/packs.md");

  private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```(\\w*)\\n(.*?)^ *```$");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern REMARK = Pattern.compile("\\s+# .*");

  /** A file's head that tells what to do, such as that of a compose file. */
  private static final Pattern HEAD = Pattern.compile("(?m)^#   (\\S.*)$");

  /** Programs by which code within a sentence is known to be a command. */
  private static final Set<String> PROGRAMS =
      Set.of(
          "./prism",
          ".ci/bare-machine",
          ".ci/reproducible",
          "apt-get",
          "chmod",
          "chown",
          "cp",
          "curl",
          "docker",
          "grep",
          "install",
          "java",
          "journalctl",
          "ln",
          "mkdir",
          "mvn",
          "nginx",
          "npm",
          "pip",
          "psql",
          "python",
          "python3",
          "rm",
          "systemctl",
          "unzip");

  /** Each command once, in the order in which a reader needs them. */
  static List<DocumentedCommand> all(Path root) throws IOException {
    Map<String, DocumentedCommand> commands = new LinkedHashMap<>();
    for (Path document : documents(root)) {
      Path place = root.relativize(document);
      for (String text : in(document)) {
        commands.putIfAbsent(text, new DocumentedCommand(place, text));
      }
    }
    return List.copyOf(commands.values());
  }

  /** The blocks of a language, such as {@code json}, in all documents, each with its place. */
  static Map<String, Path> blocks(Path root, String language) throws IOException {
    Map<String, Path> blocks = new LinkedHashMap<>();
    for (Path document : documents(root)) {
      Matcher block = BLOCK.matcher(Files.readString(document));
      while (block.find()) {
        if (block.group(1).equals(language)) {
          blocks.put(block.group(2).stripIndent(), root.relativize(document));
        }
      }
    }
    return blocks;
  }

  private static List<Path> documents(Path root) throws IOException {
    List<Path> documents = new ArrayList<>(List.of(root.resolve(FIRST)));
    try (Stream<Path> files = Files.list(root)) {
      files.filter(DocumentedCommand::isDocument).sorted().forEach(documents::add);
    }
    for (String folder : FOLDERS) {
      try (Stream<Path> files = Files.walk(root.resolve(folder))) {
        files
            .filter(DocumentedCommand::isDocument)
            .filter(file -> !root.relativize(file).toString().contains("target/"))
            .filter(file -> !file.endsWith(FIRST))
            .sorted()
            .forEach(documents::add);
      }
    }
    return documents;
  }

  private static boolean isDocument(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".md") || name.endsWith(".yaml") || name.endsWith(".service");
  }

  private static List<String> in(Path document) throws IOException {
    String text = Files.readString(document);
    List<String> commands = new ArrayList<>();
    if (!document.toString().endsWith(".md")) {
      HEAD.matcher(text).results().map(line -> line.group(1).strip()).forEach(commands::add);
      return commands;
    }
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      if (block.group(1).equals("sh")) {
        block
            .group(2)
            .lines()
            .map(line -> REMARK.matcher(line).replaceFirst("").strip())
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .forEach(commands::add);
      }
    }
    Matcher code = CODE.matcher(BLOCK.matcher(text).replaceAll(""));
    while (code.find()) {
      String line = code.group(1).replaceAll("\\s+", " ").strip();
      if ((line.contains(" ") || line.startsWith(".ci/"))
          && PROGRAMS.contains(line.split(" ", 2)[0])) {
        commands.add(line);
      }
    }
    return commands;
  }

  /** Whether it is one of {@code ./prism} that a sentence names, perhaps with what it may take. */
  boolean namesPrism() {
    return text.startsWith("./prism ");
  }

  @Override
  public String toString() {
    return place + ": " + text;
  }
}
