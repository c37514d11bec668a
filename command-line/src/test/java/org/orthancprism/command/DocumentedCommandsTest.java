// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.orthancprism.command.fixture.Documented;
import picocli.CommandLine;

/** Every command in the documents is run by a test, or there is a reason why none can. */
class DocumentedCommandsTest {

  private static final Path ROOT = Path.of("..");

  /** Which test runs commands that begin so. */
  private static final Map<String, String> RUN =
      Map.ofEntries(
          Map.entry(
              "./prism demo",
              "DemoCommandTest.withoutArgumentsItLeavesFilmsPicturesAndAResultOfThePhantom"),
          Map.entry(
              "./prism demo my-films/",
              "DemoCommandTest.ofAFolderItNamesWhatIsNoFilmAndWorksOnTheRest"),
          Map.entry("./prism audit", "AuditCommandTest.everyDocumentedCommandRuns"),
          Map.entry(
              "./prism bench engine", "BenchCommandTest.theDocumentedCommandWritesItsFigures"),
          Map.entry(
              "./prism bench pack",
              "BenchPackCommandTest.theDocumentedCommandMeasuresEveryLineAndWritesThem"),
          Map.entry("./prism pack", "PackCommandTest.everyCommandOfTheDocumentDoesWhatItSays"),
          Map.entry(
              "unzip orthanc-prism-VERSION.zip", "ZipTest.itHoldsAllThatAnAdministratorNeeds"),
          Map.entry(
              "ln -sfn /opt/orthanc-prism-VERSION",
              "ZipTest.debiansOrthancRunsThePluginWithTheConfigurationThatIsToBeCopied"),
          Map.entry("curl -u USER", "RequestsTest.theCommandsOfTheOperationsGuideAreAnswered"));

  /** Why no test runs commands that begin so. */
  private static final Map<String, String> NOT_RUN =
      Map.ofEntries(
          Map.entry("./prism test", "is what runs the tests"),
          Map.entry("./prism package", "builds the zip, which the build of the tests does as well"),
          Map.entry("./prism bench intake", "takes minutes; SurvivalTest sends studies as it does"),
          Map.entry("apt-get install", "changes the machine; ./prism installs the same packages"),
          Map.entry("docker compose", "there is no Docker where the tests run"),
          Map.entry("export ORTHANC_", "is for Docker"),
          Map.entry("pip download", "2.5 GB for a machine with a GPU"),
          Map.entry("unzip torch-", "for a machine with a GPU"),
          Map.entry("ln -sfn /opt/torch", "for a machine with a GPU"),
          Map.entry("python3 -m venv", "training and references need a Python of their own"),
          Map.entry(".prism/", "training and references need a Python of their own"),
          Map.entry("python models/training", "training takes hours"),
          Map.entry("java -cp models/target/classes", "training takes hours"),
          Map.entry("mvn --quiet -DskipTests", "training builds what the tests have built"));

  private static Map<Path, List<String>> commands() throws IOException {
    Map<Path, List<String>> commands = new LinkedHashMap<>();
    for (Path document : documents()) {
      commands.put(document, Documented.shellCommands(document));
    }
    return commands;
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (String folder : List.of("docs", "orthanc-config", "models", "plugin", "native-host")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        files
            .filter(file -> file.toString().endsWith(".md"))
            .filter(file -> !file.toString().contains("/target/"))
            .sorted()
            .forEach(documents::add);
      }
    }
    documents.add(ROOT.resolve("README.md"));
    return documents;
  }

  /** The longest beginning that is known. */
  private static String beginning(String command) {
    return Stream.concat(RUN.keySet().stream(), NOT_RUN.keySet().stream())
        .filter(command::startsWith)
        .max((one, other) -> Integer.compare(one.length(), other.length()))
        .orElse("");
  }

  @Test
  void everyCommandIsRunByATestOrHasAReasonNotToBe() throws Exception {
    List<String> unknown = new ArrayList<>();
    Set<String> used = new TreeSet<>();
    commands()
        .forEach(
            (document, commands) -> {
              for (String command : commands) {
                String beginning = beginning(command);
                used.add(beginning);
                if (beginning.isEmpty()) {
                  unknown.add(document + ": " + command);
                }
              }
            });
    assertEquals(List.of(), unknown);
    Set<String> known = new TreeSet<>(RUN.keySet());
    known.addAll(NOT_RUN.keySet());
    assertEquals(known, used, "each beginning stands in a document");
  }

  @Test
  void theTestsThatRunThemAreThere() throws Exception {
    for (String test : RUN.values()) {
      String[] parts = test.split("\\.", 2);
      List<Path> sources;
      try (Stream<Path> files = Files.walk(ROOT, 9)) {
        sources =
            files.filter(file -> file.endsWith(parts[0] + ".java")).collect(Collectors.toList());
      }
      assertEquals(1, sources.size(), test);
      assertTrue(
          Files.readString(sources.get(0)).contains("void " + parts[1] + "()")
              || Files.readString(sources.get(0)).contains("void " + parts[1] + "(Pacs"),
          test);
    }
  }

  /** Each command of {@code ./prism} is one that there is, with options that it has. */
  @Test
  void everyCommandOfPrismIsParsed() throws Exception {
    CommandLine prism = Prism.commandLine();
    int parsed = 0;
    for (List<String> commands : commands().values()) {
      for (String command : commands) {
        String[] words = command.split("\\s+#", 2)[0].strip().split("\\s+", -1);
        if (words[0].equals("./prism") && !Set.of("test", "package", "worker").contains(words[1])) {
          String[] arguments = List.of(words).subList(1, words.length).toArray(String[]::new);
          assertFalse(prism.parseArgs(arguments).subcommand() == null, command);
          parsed++;
        }
      }
    }
    assertTrue(parsed > 10, parsed + " commands");
  }
}
