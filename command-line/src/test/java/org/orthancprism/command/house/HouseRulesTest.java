// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the production classes of all modules against the rules of ARCHITECTURE.md. */
class HouseRulesTest {

  private static final String TENSORS = "org.orthancprism.models..";
  private static final String DICOM = "org.orthancprism.dicom..";
  private static final String WORKER = "org.orthancprism.worker..";
  private static final String[] ORTHANC = {
    "be.uclouvain.orthanc..", "org.orthancprism.orthanc..", "org.orthancprism.plugin..", WORKER
  };

  private static JavaClasses classes;

  @BeforeAll
  static void readTheClassesOfAllModules() {
    List<Path> folders =
        List.of("native-host", "dicom-mapping", "models", "plugin", "command-line").stream()
            .map(module -> Path.of("..", module, "target", "classes"))
            .toList();
    folders.forEach(folder -> assertTrue(Files.isDirectory(folder), folder + " is not built"));
    classes = new ClassFileImporter().importPaths(folders);
  }

  @Test
  void noPackagesDependOnEachOtherInACycle() {
    slices().matching("org.orthancprism.(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void modelsKnowNeitherOrthancNorDicom() {
    noClasses()
        .that()
        .resideInAPackage(TENSORS)
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
        .resideInAnyPackage(TENSORS, "ai.djl..")
        .check(classes);
  }

  /** A bench may hold the engine's memory; what Orthanc runs does not. */
  @Test
  void thePluginDoesNotTouchTheEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackages(TENSORS, "org.orthancprism.command.bench..")
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
