// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be told of a command without running it. */
final class CommandChecks {

  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Set<String> WITH_VALUE = Set.of("-pl");
  private static final Set<String> PHASES = Set.of("validate", "test", "package", "verify");

  /** Wrong usage, as picocli and {@code ./prism} tell it from failure. */
  private static final int WRONG_USAGE = 2;

  private CommandChecks() {}

  /** A command of {@code ./prism} that there is, and that takes nothing more. */
  static void takesNoArguments(String command, Reader reader) throws Exception {
    Reader.Said said = reader.tries(command + " something");
    assertEquals(WRONG_USAGE, said.status(), said::words);
    assertTrue(said.words().contains("takes no arguments"), said::words);
  }

  /** What a sentence says of a command of {@code ./prism}: its help tells the same options. */
  static void helpTells(String command, Reader reader) throws Exception {
    List<String> words = List.of(command.split("[ \\[]+"));
    String named =
        words.stream().takeWhile(word -> word.matches("\\./prism|[a-z]+")).collect(joined());
    String help =
        reader.does(
            named.matches("\\./prism (test|package|help)") ? "./prism help" : named + " --help");
    String last = named.substring(named.lastIndexOf(' ') + 1);
    assertTrue(help.contains(last), help);
    for (MatchResult option : OPTION.matcher(command).results().toList()) {
      assertTrue(help.contains(option.group()), () -> option.group() + " is not in\n" + help);
    }
  }

  private static java.util.stream.Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(" ");
  }

  /** A script of the checkout whose help names it. */
  static void itsHelpTellsOfIt(String command, Reader reader) throws Exception {
    String script = command.split(" ", 2)[0];
    String help = reader.does(Reader.ROOT.resolve(script) + " --help");
    assertTrue(help.contains(script), help);
  }

  static void isShell(String command, Reader reader) throws Exception {
    reader.does("bash -n -c '" + command + "'");
  }

  /** We ship the service's unit, or the Debian package of its name does. */
  static void unitIsShipped(String command, Reader reader) throws Exception {
    String service = command.substring(command.lastIndexOf(' ') + 1);
    String unit = service + ".service";
    if (!Files.exists(Reader.ROOT.resolve("orthanc-config/worker").resolve(unit))) {
      assertTrue(reader.does("dpkg --listfiles " + service).contains("/system/" + unit), service);
    }
  }

  /** Modules, goals, profiles and tests of a line for Maven are there. */
  static void mavenFindsModulesGoalsAndTests(String command, Reader reader) throws Exception {
    List<String> words = Arrays.asList(command.split(" "));
    String parent = Files.readString(Reader.ROOT.resolve("pom.xml"));
    Set<String> modules =
        MODULE.matcher(parent).results().map(module -> module.group(1)).collect(Collectors.toSet());
    String module = words.get(words.indexOf("-pl") + 1);
    assertTrue(modules.contains(module) || module.equals("MODULE"), module);
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (word.startsWith("-Dtest=")) {
        assertTrue(isTestOf(module, word.substring("-Dtest=".length())), word);
      } else if (word.startsWith("-P")) {
        String pom = Files.readString(Reader.ROOT.resolve(module).resolve("pom.xml"));
        assertTrue(pom.contains("<id>" + word.substring(2) + "</id>"), word);
      } else if (!word.startsWith("-") && !WITH_VALUE.contains(words.get(i - 1))) {
        String plugin = word.split(":", 2)[0];
        assertTrue(
            PHASES.contains(word) || parent.contains("<artifactId>" + plugin + "-maven-plugin"),
            word);
      }
    }
  }

  /** Where there is no GPU, the check says what the worker uses, and what to do. */
  static void workerUsesTheProcessor(String command, Reader reader) throws Exception {
    Reader.Said said = reader.tries(command);
    assertEquals(1, said.status(), said::words);
    assertTrue(said.words().contains("ok  product cpu"), said::words);
    assertTrue(
        said.words().contains("The worker will use the processor: NVIDIA's driver is not"),
        said::words);
  }

  /**
   * Maven's wrapper names the variable that it lacks, and refuses another Maven than the pinned.
   */
  static void wrapperTakesThePinnedMavenAlone(String command, Reader reader) throws Exception {
    String wrapper =
        "MAVEN_USER_HOME=maven "
            + command.substring(command.indexOf("./")).replace("./", Reader.ROOT + "/");
    Reader.Said unset = reader.tries("env -u MVNW_REPOURL " + wrapper);
    assertEquals(1, unset.status(), unset::words);
    assertTrue(unset.words().contains("MVNW_REPOURL-to-the-address-of"), unset::words);
    HttpServer repository = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    repository.createContext(
        "/maven2/org/apache/maven/apache-maven/",
        asked -> {
          asked.sendResponseHeaders(200, 0);
          try (OutputStream body = asked.getResponseBody()) {
            body.write("another Maven".getBytes(StandardCharsets.UTF_8));
          }
        });
    repository.start();
    try {
      String address = "http://127.0.0.1:" + repository.getAddress().getPort() + "/maven2";
      Reader.Said other =
          reader.tries("env no_proxy=127.0.0.1 MVNW_REPOURL=" + address + " " + wrapper);
      assertEquals(1, other.status(), other::words);
      assertTrue(other.words().contains("Failed to validate Maven distribution"), other::words);
    } finally {
      repository.stop(0);
    }
  }

  private static boolean isTestOf(String module, String test) throws IOException {
    Path sources = Reader.ROOT.resolve(module).resolve("src/test/java");
    try (Stream<Path> files = Files.walk(sources)) {
      return files.anyMatch(file -> file.endsWith(test + ".java"));
    }
  }
}
