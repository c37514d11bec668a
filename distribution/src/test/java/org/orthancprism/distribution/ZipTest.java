// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.OrthancServer;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.models.pack.Pack;

class ZipTest {

  private static final Path ZIP = Path.of(System.getProperty("distribution.zip"));
  private static final String TOP = ZIP.getFileName().toString().replaceFirst("\\.zip$", "/");

  @TempDir private static Path folder;

  @BeforeAll
  static void unpack() throws IOException {
    try (ZipFile zip = new ZipFile(ZIP.toFile())) {
      for (ZipEntry entry : zip.stream().filter(one -> !one.isDirectory()).toList()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        try (InputStream bytes = zip.getInputStream(entry)) {
          Files.copy(bytes, file);
        }
      }
    }
  }

  private static Path unpacked() {
    return folder.resolve(TOP);
  }

  @Test
  void itHoldsAllThatAnAdministratorNeeds() throws Exception {
    Set<String> names = names();
    for (String needed :
        List.of(
            "orthanc-prism.jar",
            "orthanc-prism-packs.jar",
            "libOrthancPrismHost.so",
            "OrthancPrismSDK.jar",
            "packs/default/pack.json",
            "orthanc-config/README.md",
            "orthanc-config/debian/prism.json",
            "orthanc-config/docker/orthanc.json",
            "LICENSE",
            "README.md",
            "ARCHITECTURE.md",
            "CHANGELOG.md")) {
      assertTrue(names.contains(TOP + needed), needed);
    }
    assertTrue(names.stream().allMatch(name -> name.startsWith(TOP)), "one folder at the top");
  }

  @Test
  void allOfItsEntriesCarryTheSameTimeSoThatTwoBuildsAreTheSameBytes() throws Exception {
    try (ZipFile zip = new ZipFile(ZIP.toFile())) {
      assertEquals(
          1, zip.stream().map(ZipEntry::getLastModifiedTime).collect(Collectors.toSet()).size());
    }
  }

  @Test
  void thePluginLeavesTheClassesOfOrthancsSdkToItsHost() throws Exception {
    try (JarFile jar = new JarFile(unpacked().resolve("orthanc-prism.jar").toFile())) {
      assertTrue(jar.getEntry("org/orthancprism/plugin/PrismPlugin.class") != null);
      assertTrue(jar.getEntry("org/orthancprism/worker/process/WorkerMain.class") != null);
      assertEquals(
          List.of(),
          jar.stream().map(ZipEntry::getName).filter(name -> name.startsWith("be/")).toList());
    }
  }

  @Test
  void itsPackIsWhole() throws Exception {
    assertEquals("default", Pack.load(unpacked().resolve("packs/default")).name());
  }

  @Test
  void debiansOrthancRunsThePluginWithTheConfigurationThatIsToBeCopied() throws Exception {
    ServerSettings settings = UnpackedZip.in(unpacked()).settings(folder.resolve("server"));
    try (OrthancServer server = OrthancServer.start(settings)) {
      assertEquals(200, server.api().status("/prism/status"), () -> "see " + server.log());
      JsonObject status = server.api().json("/prism/status").asJsonObject();
      assertEquals(unpacked().resolve("packs/default").toString(), status.getString("pack"));
    }
  }

  @Test
  void theDockerImagesConfigurationLeavesTheHostToTheImage() throws Exception {
    JsonObject configuration =
        UnpackedZip.in(unpacked()).json("orthanc-config/docker/orthanc.json");
    assertTrue(!configuration.containsKey("Plugins"));
    assertTrue(
        configuration
            .getJsonObject("Java")
            .getString("Classpath")
            .startsWith("/java/OrthancJavaSDK.jar:"));
  }

  private static Set<String> names() throws IOException {
    try (ZipFile zip = new ZipFile(ZIP.toFile())) {
      return zip.stream().map(ZipEntry::getName).collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
