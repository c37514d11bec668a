// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.orthancprism.host.plugins.RoutingPlugin;

/**
 * Java 24 and later warns at each start of a plugin that loads a library without leave (JEP 472).
 * An older Java takes the option and never warns.
 */
class NativeAccessTest {
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");

  @TempDir Path folder;

  /** The Java that runs this test, and each newer one of this machine. */
  static List<Path> javas() throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    try (Stream<Path> installed =
        Files.isDirectory(INSTALLED) ? Files.list(INSTALLED) : Stream.of()) {
      return Stream.concat(Stream.of(own), installed.filter(NativeAccessTest::isNewer)).toList();
    }
  }

  private static boolean isNewer(Path home) {
    try (Stream<String> release = Files.lines(home.resolve("release"))) {
      return release
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> line.replaceAll("JAVA_VERSION=\"(\\d+).*", "$1"))
          .anyMatch(feature -> Integer.parseInt(feature) > Runtime.version().feature());
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("javas")
  void aPluginThatLoadsALibraryCausesNoWarning(Path home) throws Exception {
    try (RunningOrthanc orthanc =
        RunningOrthanc.withPlugin(
            folder,
            RoutingPlugin.class.getName(),
            "\"JavaHome\": \"" + home + "\"",
            "\"Options\": [\"-Dof.the.site=1\"]")) {
      List<String> options = orthanc.getText("/test/options/x").lines().toList();
      assertTrue(options.contains("--enable-native-access=ALL-UNNAMED"), options::toString);
      assertTrue(options.contains("-Dof.the.site=1"), options::toString);
      assertEquals("loaded", orthanc.getText("/test/load/libOtherJava.so"));
      orthanc.awaitLog("Routing plugin: loaded");
      assertEquals(List.of(), orthanc.log("restricted method"));
    }
  }
}
