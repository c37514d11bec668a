// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code ./prism} installs each program that sources, tests and documents call. On a machine that
 * has one by chance nobody would notice that it is missing elsewhere.
 */
class ProgramsTest {

  private static final Pattern LISTED = Pattern.compile("(?m)^  \\[(\\S+)]=(\\S+)$");

  /** A text where Java names a program: first of a command, or with its folder. */
  private static final Pattern CALLED =
      Pattern.compile(
          "(?:\\b(?:ProcessBuilder|Tool\\.\\w+|List\\.of|run|tool)\\(\\s*\"|\"/usr/s?bin/|\"/s?bin/)(\\w[\\w.+-]*)\"");

  private static final Pattern SIMPLE_COMMANDS = Pattern.compile("\\s(?:&&|\\|\\|?|;)\\s");
  private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin");

  /** What documents call and nobody installs for them. */
  private static final Map<String, String> LEFT_TO_THE_READER =
      Map.of(
          "docker", "there is no Docker where the tests run",
          "python", "that of an environment which the document tells to make",
          "export", "a part of the shell");

  /** Words of ours by which some machines have a program as well. */
  private static final Set<String> NO_PROGRAMS = Set.of("free", "write");

  private final Map<String, String> listed = listed();

  private final Map<String, List<String>> owners = new TreeMap<>();
  private final Set<String> onEveryDebian = onEveryDebian();

  private static Map<String, String> listed() {
    try {
      Map<String, String> listed = new TreeMap<>();
      LISTED
          .matcher(Files.readString(Reader.ROOT.resolve("prism")))
          .results()
          .forEach(line -> listed.put(line.group(1), line.group(2)));
      return listed;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatSourcesAndTestsCallIsOfEveryDebianOrListed() throws Exception {
    Set<String> unlisted = new TreeSet<>();
    for (String program : calledBySources()) {
      List<String> found = listed.containsKey(program) ? List.of() : owners(program);
      if (!found.isEmpty() && !isOnEveryDebian(found)) {
        unlisted.add(program + " of " + found);
      }
    }
    assertEquals(Set.of(), unlisted);
  }

  @Test
  void whatDocumentsCallIsOfEveryDebianOrListed() throws Exception {
    Set<String> unlisted = new TreeSet<>();
    for (DocumentedCommand command : DocumentedCommand.all(Reader.ROOT)) {
      for (String simple : SIMPLE_COMMANDS.split(command.text())) {
        String program = simple.strip().split("\\s+", 2)[0];
        if (!program.contains("/")
            && !LEFT_TO_THE_READER.containsKey(program)
            && !listed.containsKey(program)
            && !isOnEveryDebian(owners(program))) {
          unlisted.add(program + " in " + command);
        }
      }
    }
    assertEquals(Set.of(), unlisted);
  }

  @Test
  void whatIsListedComesWithItsPackage() throws Exception {
    assertTrue(listed.size() > 20, listed::toString);
    Map<String, Set<String>> dependencies = dependencies();
    Set<String> elsewhere = new TreeSet<>();
    listed.forEach(
        (program, wanted) -> {
          // A machine may have another Java or Node.js than Debian's.
          if (dependencies.containsKey(wanted)) {
            Set<String> installed = withDependencies(wanted, dependencies);
            List<String> found = owners(program);
            if (found.stream().noneMatch(installed::contains)) {
              elsewhere.add(program + " is of " + found + ", not of " + wanted);
            }
          }
        });
    assertEquals(Set.of(), elsewhere);
  }

  private static Set<String> calledBySources() throws IOException {
    Set<String> called = new TreeSet<>();
    for (Path folder : folders()) {
      try (Stream<Path> files = Files.walk(folder.resolve("src"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          CALLED
              .matcher(Files.readString(file))
              .results()
              .map(ProgramsTest::name)
              .forEach(called::add);
        }
      }
    }
    assertTrue(called.containsAll(Set.of("dciodvfy", "chromium", "openssl", "storescu")));
    called.removeAll(NO_PROGRAMS);
    return called;
  }

  /** The modules; what they build beside their sources comes and goes while others are tested. */
  private static List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(Reader.ROOT)) {
      return folders.filter(folder -> Files.isDirectory(folder.resolve("src"))).toList();
    }
  }

  private static String name(MatchResult call) {
    return call.group(1);
  }

  /** The installed packages that have a program of this name; none where it is no program. */
  private List<String> owners(String program) {
    return owners.computeIfAbsent(program, ProgramsTest::search);
  }

  private static List<String> search(String program) {
    Set<String> files = new TreeSet<>();
    for (String folder : FOLDERS) {
      Path file = Path.of(folder, program);
      if (Files.isExecutable(file)) {
        files.add(file.toString());
        try {
          files.add(file.toRealPath().toString());
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    if (files.isEmpty()) {
      return List.of();
    }
    List<String> command = new ArrayList<>(List.of("dpkg", "--search"));
    command.addAll(files);
    return lines(command.toArray(String[]::new)).stream()
        .filter(line -> files.contains(line.substring(line.indexOf(": ") + 2)))
        .map(line -> line.split("[:,]", 2)[0])
        .distinct()
        .toList();
  }

  private boolean isOnEveryDebian(List<String> packages) {
    return packages.stream().anyMatch(onEveryDebian::contains);
  }

  private static Set<String> onEveryDebian() {
    Set<String> packages = new TreeSet<>();
    for (String line :
        lines("dpkg-query", "--show", "--showformat=${Package}|${Essential}|${Priority}\\n")) {
      String[] parts = line.split("\\|", 3);
      if (parts[1].equals("yes") || parts[2].equals("required")) {
        packages.add(parts[0]);
      }
    }
    return packages;
  }

  /** Of each installed package, those that it needs. */
  private static Map<String, Set<String>> dependencies() {
    Map<String, Set<String>> dependencies = new TreeMap<>();
    for (String line :
        lines(
            "dpkg-query",
            "--show",
            "--showformat=${db:Status-Status}|${Package}|${Pre-Depends}, ${Depends}\\n")) {
      String[] parts = line.split("\\|", 3);
      if (parts[0].equals("installed")) {
        Set<String> needed = new TreeSet<>();
        for (String one : parts[2].split("[,|]")) {
          needed.add(one.strip().split("[ :]", 2)[0]);
        }
        dependencies.put(parts[1], needed);
      }
    }
    return dependencies;
  }

  private static Set<String> withDependencies(String first, Map<String, Set<String>> dependencies) {
    Set<String> all = new TreeSet<>();
    List<String> open = new ArrayList<>(List.of(first));
    while (!open.isEmpty()) {
      String one = open.remove(open.size() - 1);
      if (all.add(one)) {
        open.addAll(dependencies.getOrDefault(one, Set.of()));
      }
    }
    return all;
  }

  private static List<String> lines(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said.lines().toList();
    } catch (IOException e) {
      throw new IllegalStateException("these tests need a Debian: " + command[0], e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
