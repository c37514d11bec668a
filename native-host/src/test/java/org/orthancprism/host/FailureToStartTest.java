// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.orthancprism.host.plugins.RoutingPlugin;
import org.orthancprism.host.plugins.ThrowingPlugin;

/** Whatever keeps the plugin from starting costs one line in the log, and never Orthanc. */
class FailureToStartTest {
  private static final String PLUGIN = RoutingPlugin.class.getName();
  private static final String CLASSES = RunningOrthanc.TEST_CLASSES.toString();
  private static final Path BUILT = Path.of("target").toAbsolutePath();

  @TempDir Path folder;

  static Stream<Arguments> brokenSections() {
    return Stream.of(
        Arguments.of(
            "a missing JavaHome",
            RunningOrthanc.java(CLASSES, PLUGIN, "\"JavaHome\": \"/no/java/here\""),
            "there is no Java in \"JavaHome\" of the configuration"),
        Arguments.of(
            "a missing class",
            RunningOrthanc.java("/no/plugin.jar", "org.example.Missing"),
            "there is no class org.example.Missing on the class path, of which these do not exist: [/no/plugin.jar]"),
        Arguments.of(
            "a static initializer that throws",
            RunningOrthanc.java(CLASSES, ThrowingPlugin.class.getName()),
            "threw java.lang.IllegalStateException: no pack in the folder | of packs"),
        Arguments.of(
            "a section that is none", "[1, 2]", "\"Java\" in the configuration must be a section"),
        Arguments.of("a number as Enabled", "{\"Enabled\": 1}", "must be true or false"),
        Arguments.of("no class path", "{\"InitializationClass\": \"A\"}", "has no \"Classpath\""),
        Arguments.of("no class", "{\"Classpath\": \"a.jar\"}", "has no \"InitializationClass\""),
        Arguments.of(
            "a list as class path",
            "{\"Classpath\": [\"a.jar\"], \"InitializationClass\": \"A\"}",
            "\"Classpath\" in the section \"Java\" of the configuration must be a text"),
        Arguments.of(
            "a text as Options",
            RunningOrthanc.java(CLASSES, PLUGIN, "\"Options\": \"-Xmx1g\""),
            "must be a list of texts"),
        Arguments.of(
            "an unknown option",
            RunningOrthanc.java(CLASSES, PLUGIN, "\"Options\": [\"-XX:+NoSuchOption\"]"),
            "Unrecognized VM option 'NoSuchOption'; check \"Options\" in the section \"Java\""),
        Arguments.of(
            "more memory than there is",
            RunningOrthanc.java(CLASSES, PLUGIN, "\"Options\": [\"-Xms100000g\", \"-Xmx100000g\"]"),
            "Could not reserve enough space"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenSections")
  void costsOneLine(String name, String section, String line) throws Exception {
    try (RunningOrthanc orthanc =
        new RunningOrthanc(
            folder, List.of(RunningOrthanc.HOST), Map.of("Java", section), Map.of())) {
      List<String> errors = orthanc.errors("");

      assertEquals(1, errors.size(), () -> String.join("\n", orthanc.log("")));
      assertTrue(errors.get(0).contains("Prism host: "), errors.get(0));
      assertTrue(errors.get(0).contains(line), errors.get(0));
      assertTrue(errors.get(0).contains("Orthanc goes on without the Java plugin"), errors.get(0));
      assertTrue(orthanc.answers());
      assertEquals(404, orthanc.get("/half").statusCode());
      assertEquals(0, orthanc.terminate(Duration.ofSeconds(20)));
    }
  }

  @Test
  void aMissingJarOfTheSdkCostsOneLine() throws Exception {
    Path alone = Files.copy(RunningOrthanc.HOST, folder.resolve("libOrthancPrismHost.so"));
    try (RunningOrthanc orthanc =
        new RunningOrthanc(
            folder,
            List.of(alone),
            Map.of("Java", RunningOrthanc.java(CLASSES, PLUGIN)),
            Map.of())) {
      assertEquals(1, orthanc.errors("OrthancPrismSDK.jar is missing").size());
      assertEquals(0, orthanc.terminate(Duration.ofSeconds(20)));
    }
  }

  /** As a packaged Orthanc loads it: every library that lies or is linked in its plugin folder. */
  @Test
  void aHostThatIsLinkedIntoAFolderOfPluginsFindsItsJarBesideTheLibraryItself() throws Exception {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    Path installed = Files.createSymbolicLink(folder.resolve("installed"), BUILT);
    Files.createSymbolicLink(
        plugins.resolve("libOrthancPrismHost.so"), installed.resolve("libOrthancPrismHost.so"));
    try (RunningOrthanc orthanc =
        new RunningOrthanc(
            folder,
            List.of(plugins),
            Map.of("Java", RunningOrthanc.java(CLASSES, PLUGIN)),
            Map.of())) {
      assertEquals(List.of(), orthanc.errors(""));
      assertEquals(200, orthanc.get("/test/empty/x").statusCode());
    }
  }

  @Test
  void aHostWhoseJarIsLinkedBesideItsOwnLinkFindsItThere() throws Exception {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    Path alone = Files.createDirectory(folder.resolve("alone"));
    Path library = Files.copy(RunningOrthanc.HOST, alone.resolve("libOrthancPrismHost.so"));
    Files.createSymbolicLink(plugins.resolve("libOrthancPrismHost.so"), library);
    Files.createSymbolicLink(
        plugins.resolve("OrthancPrismSDK.jar"), BUILT.resolve("OrthancPrismSDK.jar"));
    try (RunningOrthanc orthanc =
        new RunningOrthanc(
            folder,
            List.of(plugins),
            Map.of("Java", RunningOrthanc.java(CLASSES, PLUGIN)),
            Map.of())) {
      assertEquals(200, orthanc.get("/test/empty/x").statusCode());
    }
  }

  @Test
  void besideAnotherPluginThatRunsJavaTheHostStaysOut() throws Exception {
    Path other = Path.of("target", "test-native", "libOtherJava.so").toAbsolutePath();
    try (RunningOrthanc orthanc =
        new RunningOrthanc(
            folder,
            List.of(other, RunningOrthanc.HOST),
            Map.of("Java", RunningOrthanc.java(CLASSES, PLUGIN)),
            Map.of())) {
      assertEquals(List.of(), orthanc.errors(""));
      assertEquals(1, orthanc.log("Prism host: the official Java plugin runs already").size());
      assertTrue(orthanc.answers());
    }
  }

  @Test
  void withoutASectionJavaIsNotStarted() throws Exception {
    try (RunningOrthanc orthanc =
        new RunningOrthanc(folder, List.of(RunningOrthanc.HOST), Map.of(), Map.of())) {
      assertEquals(List.of(), orthanc.errors(""));
      assertEquals(1, orthanc.log("Prism host: the configuration does not ask for Java").size());
    }
  }

  @Test
  void theClassMayBeNamedWithSlashesAsTheOfficialHostWantsIt() throws Exception {
    try (RunningOrthanc orthanc = RunningOrthanc.withPlugin(folder, PLUGIN.replace('.', '/'))) {
      assertEquals(200, orthanc.get("/test/empty/x").statusCode());
    }
  }

  @Test
  void javaIsFoundWithoutJavaHomeAndInTheSectionOfThePlugin() throws Exception {
    try (RunningOrthanc orthanc =
        new RunningOrthanc(
            folder,
            List.of(RunningOrthanc.HOST),
            Map.of("Java", RunningOrthanc.java(CLASSES, PLUGIN)),
            Map.of("JAVA_HOME", ""))) {
      assertEquals(200, orthanc.get("/test/empty/x").statusCode());
    }
    try (RunningOrthanc orthanc =
        new RunningOrthanc(
            Files.createDirectory(folder.resolve("second")),
            List.of(RunningOrthanc.HOST),
            Map.of(
                "Java",
                RunningOrthanc.java(CLASSES, PLUGIN),
                "Prism",
                "{\"JavaHome\": \"" + System.getProperty("java.home") + "\"}"),
            Map.of("JAVA_HOME", "/no/java"))) {
      assertEquals(1, orthanc.log("runs in the Java of " + System.getProperty("java.home")).size());
    }
  }
}
