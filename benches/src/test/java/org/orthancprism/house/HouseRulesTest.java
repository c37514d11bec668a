// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the production classes of all modules against the rules of ARCHITECTURE.md. */
class HouseRulesTest {

  private static final String[] TENSORS = {
    "org.orthancprism.models..", "org.orthancprism.packs..", "org.orthancprism.phantom.."
  };
  private static final String DICOM = "org.orthancprism.dicom..";
  private static final String WORKER = "org.orthancprism.worker..";
  private static final String[] ORTHANC = {
    "be.uclouvain.orthanc..", "org.orthancprism.orthanc..", "org.orthancprism.plugin..", WORKER
  };

  private static final int MOST_FILES_IN_A_FOLDER = 25;
  private static final int MOST_LINES_IN_A_FILE = 400;

  private static JavaClasses classes;

  @BeforeAll
  static void readTheClassesOfAllModules() {
    List<Path> folders =
        Stream.of(
                "native-host",
                "dicom-mapping",
                "models",
                "phantoms",
                "pack-tools",
                "plugin",
                "command-line",
                "benches")
            .map(module -> Path.of("..", module, "target", "classes"))
            .toList();
    folders.forEach(folder -> assertTrue(Files.isDirectory(folder), folder + " is not built"));
    classes = new ClassFileImporter().importPaths(folders);
  }

  /** A test that lies elsewhere is never compiled, and nobody notices that it is not run. */
  @Test
  void everySourceFileLiesWhereTheBuildCompilesIt() throws IOException {
    PathMatcher compiled =
        FileSystems.getDefault()
            .getPathMatcher("glob:../*/src/{main,test,dcm4che,dcm4che-test}/java/{be,org}/**.java");
    for (Path module : modulesWithSources()) {
      try (Stream<Path> files = Files.walk(module.resolve("src"))) {
        assertEquals(
            List.of(),
            files
                .filter(file -> file.toString().endsWith(".java"))
                .filter(file -> !compiled.matches(file))
                .toList(),
            "never compiled: move them below src/main/java or src/test/java");
      }
    }
  }

  /**
   * What is larger is found by searching only. The classes of integration-tests share one Orthanc,
   * in one package.
   */
  @Test
  void noSourceFileAndNoFolderOfThemIsTooLargeToOverlook() throws IOException {
    PathMatcher sources = FileSystems.getDefault().getPathMatcher("glob:../*/src/*/java/**.java");
    Map<String, Integer> folders = new TreeMap<>();
    Map<String, Integer> files = new TreeMap<>();
    for (Path module : modulesWithSources()) {
      try (Stream<Path> found = Files.walk(module.resolve("src"))) {
        for (Path file : found.filter(sources::matches).toList()) {
          folders.merge(file.getParent().toString(), 1, Integer::sum);
          files.put(file.toString(), Files.readAllLines(file).size());
        }
      }
    }
    assertTrue(files.size() > 500, "only " + files.size() + " source files were found");
    folders.keySet().removeIf(folder -> folder.startsWith("../integration-tests"));
    assertEquals(Map.of(), over(MOST_FILES_IN_A_FOLDER, folders), "give a part its own package");
    assertEquals(Map.of(), over(MOST_LINES_IN_A_FILE, files), "give an idea its own class");
  }

  private static Map<String, Integer> over(int most, Map<String, Integer> sizes) {
    Map<String, Integer> over = new TreeMap<>(sizes);
    over.values().removeIf(size -> size <= most);
    return over;
  }

  private static List<Path> modulesWithSources() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      return modules.filter(module -> Files.isDirectory(module.resolve("src"))).toList();
    }
  }

  @Test
  void noPackagesDependOnEachOtherInACycle() {
    slices().matching("org.orthancprism.(**)").should().beFreeOfCycles().check(classes);
  }

  /** Two types of one name are taken for each other by whoever reads a third that uses one. */
  @Test
  void noTwoTypesHaveTheSameName() {
    Map<String, List<String>> names = new TreeMap<>();
    classes.stream()
        .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
        .forEach(
            type ->
                names
                    .computeIfAbsent(type.getSimpleName(), name -> new ArrayList<>())
                    .add(type.getName()));
    assertEquals(List.of(), names.values().stream().filter(types -> types.size() > 1).toList());
  }

  @Test
  void modelsKnowNeitherOrthancNorDicom() {
    noClasses()
        .that()
        .resideInAnyPackage(TENSORS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ORTHANC)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage(DICOM)
        .check(classes);
  }

  @Test
  void dicomMappingKnowsNeitherOrthancNorTensors() {
    noClasses()
        .that()
        .resideInAPackage(DICOM)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ORTHANC)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(TENSORS)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(classes);
  }

  /**
   * A bench may hold the engine's memory, and an audit that of models; what Orthanc runs does not.
   */
  @Test
  void thePluginDoesNotTouchTheEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.orthancprism.models..",
            "org.orthancprism.bench..",
            "org.orthancprism.command.model..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(classes);
  }

  @Test
  void theQueueAndTheRoutesDoNotReadDicom() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.orthancprism.queue..",
            "org.orthancprism.rest..",
            "org.orthancprism.rules..",
            "org.orthancprism.orthanc..",
            "org.orthancprism.page..",
            "org.orthancprism.supervision..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(DICOM)
        .check(classes);
  }
}
