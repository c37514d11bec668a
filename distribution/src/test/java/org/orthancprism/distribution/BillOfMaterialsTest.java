// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.codec.digest.DigestUtils;
import org.cyclonedx.Version;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;

/** The bills of materials in the zip, held against what the zip contains. */
class BillOfMaterialsTest {

  private static final Path ZIP = Path.of(System.getProperty("distribution.zip"));
  private static final String OF_JAVA = "orthanc-prism.cdx.json";
  private static final String OF_THE_HOST = "libOrthancPrismHost.cdx.json";
  private static final String OURS = "org.orthancprism";

  private static final String TOP = ZIP.getFileName().toString().replaceFirst("\\.zip$", "/");

  private static byte[] entry(String name) throws IOException {
    try (ZipFile zip = new ZipFile(ZIP.toFile())) {
      return zip.getInputStream(zip.getEntry(TOP + name)).readAllBytes();
    }
  }

  private static Bom bill(String name) throws Exception {
    return new JsonParser().parse(entry(name));
  }

  /** The names of all that the jars in the zip contain. */
  private static Set<String> shipped() throws IOException {
    Set<String> names = new HashSet<>();
    for (String jar :
        List.of("orthanc-prism.jar", "orthanc-prism-packs.jar", "OrthancPrismSDK.jar")) {
      try (ZipFile zip = new ZipFile(ZIP.toFile());
          JarInputStream entries =
              new JarInputStream(zip.getInputStream(zip.getEntry(TOP + jar)))) {
        for (ZipEntry entry = entries.getNextEntry();
            entry != null;
            entry = entries.getNextEntry()) {
          names.add(entry.getName());
        }
      }
    }
    return names;
  }

  /** The libraries of others that this test may use: those in the zip, and those of tests. */
  private static List<Path> libraries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(file -> file.toString().endsWith(".jar") && !file.startsWith(Reader.ROOT))
        .toList();
  }

  /** Its classes tell a library; those that have none consist of native libraries. */
  private static boolean contributes(Path library, Set<String> shipped) throws IOException {
    try (JarFile jar = new JarFile(library.toFile())) {
      List<String> names =
          jar.stream()
              .map(ZipEntry::getName)
              .filter(name -> !name.startsWith("META-INF/") && !name.endsWith("/"))
              .filter(name -> !name.equals("module-info.class"))
              .toList();
      List<String> classes = names.stream().filter(name -> name.endsWith(".class")).toList();
      return (classes.isEmpty() ? names : classes).stream().anyMatch(shipped::contains);
    }
  }

  private static String file(PackageURL library) {
    String classifier =
        library.getQualifiers() == null ? null : library.getQualifiers().get("classifier");
    return library.getName()
        + "-"
        + library.getVersion()
        + (classifier == null ? "" : "-" + classifier)
        + ".jar";
  }

  private static List<PackageURL> named() throws Exception {
    List<PackageURL> named = new ArrayList<>();
    for (Component component : bill(OF_JAVA).getComponents()) {
      named.add(purl(component));
    }
    return named;
  }

  private static PackageURL purl(Component component) throws MalformedPackageURLException {
    return new PackageURL(component.getPurl());
  }

  @Test
  void eachIsWhatTheSchemaOfCycloneDxAllows() throws Exception {
    for (String name : List.of(OF_JAVA, OF_THE_HOST)) {
      assertEquals(List.of(), new JsonParser().validate(entry(name), Version.VERSION_16), name);
    }
  }

  @Test
  void thatOfJavaNamesEachLibraryInTheJarsAndNoneOfTests() throws Exception {
    Set<String> shipped = shipped();
    Set<String> expected = new TreeSet<>();
    for (Path library : libraries()) {
      if (contributes(library, shipped)) {
        expected.add(library.getFileName().toString());
      }
    }
    assertFalse(expected.isEmpty());
    assertEquals(
        expected,
        named().stream()
            .filter(library -> !library.getNamespace().equals(OURS))
            .map(BillOfMaterialsTest::file)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void thatOfJavaNamesTheModulesThatTheJarsConsistOf() throws Exception {
    assertEquals(
        Set.of(
            "plugin",
            "dicom-mapping",
            "models",
            "native-host",
            "command-line",
            "pack-tools",
            "phantoms"),
        named().stream()
            .filter(library -> library.getNamespace().equals(OURS))
            .map(PackageURL::getName)
            .collect(Collectors.toSet()));
  }

  @Test
  void thatOfJavaTellsTheDigestOfEachLibraryOfOthersAndOfNoModule() throws Exception {
    Map<String, Path> files =
        libraries().stream()
            .collect(Collectors.toMap(file -> file.getFileName().toString(), file -> file));
    for (Component component : bill(OF_JAVA).getComponents()) {
      List<Hash> hashes = Optional.ofNullable(component.getHashes()).orElse(List.of());
      List<String> digests = hashes.stream().map(Hash::getValue).toList();
      if (component.getGroup().equals(OURS)) {
        assertEquals(List.of(), digests, component.getName());
      } else {
        byte[] jar = Files.readAllBytes(files.get(file(purl(component))));
        assertEquals(List.of(DigestUtils.sha256Hex(jar)), digests, component.getName());
      }
    }
  }

  @Test
  void thatOfTheHostNamesWhatIsCompiledIn() throws Exception {
    Bom bill = bill(OF_THE_HOST);
    List<String> versions =
        bill.getComponents().stream()
            .filter(header -> header.getVersion().matches("\\d+\\.\\d+\\.\\d+"))
            .map(Component::getName)
            .toList();
    assertEquals(List.of("orthanc-plugin-sdk", "nlohmann-json"), versions);
  }

  @Test
  void neitherSaysWhenItWasMadeSoThatTwoBuildsAreTheSameBytes() throws Exception {
    for (String name : List.of(OF_JAVA, OF_THE_HOST)) {
      String json = new String(entry(name), StandardCharsets.UTF_8);
      assertFalse(json.contains("timestamp") || json.contains("serialNumber"), json);
    }
  }
}
