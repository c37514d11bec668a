// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The jar that Orthanc is given. Runs in the phase verify, when there is one. */
class PluginJarCheck {

  private static final ImportOption OURS = location -> location.contains("/org/orthancprism/");

  /** What Orthanc's host loads, and what starts the worker. */
  private static final List<String> PROGRAMS =
      List.of(
          "org.orthancprism.plugin.PrismPlugin",
          "org.orthancprism.worker.process.Main",
          "org.orthancprism.worker.process.WorkerMain");

  /** What no class of ours in the jar refers to, and why it is there nevertheless. */
  private static final Set<String> UNREACHED =
      Set.of(
          // Constants alone, which the compiler copies to where they are used.
          "org.orthancprism.dicom.dataset.SopClass",
          // DICOM's matter, used by the demonstration and by tests of the plugin.
          "org.orthancprism.dicom.film.DigitalRadiograph",
          // Tensors' matter, by which the zip's other jar holds a GPU against the processor.
          "org.orthancprism.models.torch.MatrixProduct",
          // The colours of an audit's heat map, which a test holds against those of the page.
          "org.orthancprism.dicom.picture.DivergingColours");

  private JarFile jar;
  private List<String> names;

  @BeforeEach
  void openJar() throws IOException {
    jar = new JarFile(Path.of("target", "orthanc-prism.jar").toFile());
    names = jar.stream().map(JarEntry::getName).toList();
  }

  @AfterEach
  void closeJar() throws IOException {
    jar.close();
  }

  private List<String> starting(String prefix) {
    return names.stream().filter(name -> name.startsWith(prefix)).toList();
  }

  @Test
  void holdsNoClassOfOrthancsSdkSinceTheHostBringsThem() {
    assertEquals(List.of(), starting("be/"));
  }

  @Test
  void holdsThePluginTheWorkerAndTheirNativeLibraries() {
    for (String needed :
        List.of(
            "org/orthancprism/plugin/PrismPlugin.class",
            "org/orthancprism/worker/process/WorkerMain.class",
            "org/orthancprism/database/sqlite.sql",
            "org/orthancprism/database/postgresql.sql",
            "org/postgresql/Driver.class",
            "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so",
            "native/lib/linux-x86_64/cpu/libtokenizers.so",
            "jnilib/linux-x86_64/cpu/libdjl_torch.so",
            "pytorch/cpu/linux-x86_64/libtorch_cpu.so")) {
      assertTrue(names.contains(needed), needed);
    }
  }

  @Test
  void holdsOfOursWhatThePluginOrTheWorkerRuns() {
    JavaClasses ours = new ClassFileImporter(List.of(OURS)).importJar(jar);
    Set<JavaClass> run = new HashSet<>();
    Deque<JavaClass> open = new ArrayDeque<>();
    PROGRAMS.forEach(program -> open.add(ours.get(program)));
    while (!open.isEmpty()) {
      JavaClass next = open.pop();
      if (run.add(next)) {
        next.getDirectDependenciesFromSelf()
            .forEach(dependency -> open.add(dependency.getTargetClass().getBaseComponentType()));
      }
    }
    Set<String> surplus = files(ours);
    surplus.removeAll(files(run));
    assertEquals(
        UNREACHED,
        surplus,
        "in the jar, and never run by Orthanc: move them to the module that runs them");
  }

  /** The outermost classes, each a file of source. */
  private static Set<String> files(Iterable<JavaClass> classes) {
    Set<String> files = new TreeSet<>();
    for (JavaClass one : classes) {
      if (!one.getSimpleName().equals("package-info")) {
        files.add(one.getName().replaceFirst("[$].*", ""));
      }
    }
    return files;
  }

  @Test
  void namesTheImplementationsThatItsLibrariesLookUp() throws IOException {
    for (String service :
        List.of(
            "META-INF/services/ai.djl.engine.EngineProvider",
            "META-INF/services/jakarta.json.spi.JsonProvider",
            "META-INF/services/org.slf4j.spi.SLF4JServiceProvider")) {
      JarEntry entry = jar.getJarEntry(service);
      String provider =
          new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .findFirst()
              .orElseThrow();
      assertTrue(names.contains(provider.strip().replace('.', '/') + ".class"), provider);
    }
  }

  @Test
  void holdsNoSignatureAndNoEntryTwice() {
    assertEquals(
        List.of(), names.stream().filter(n -> n.matches("META-INF/[^/]+\\.(SF|RSA|DSA)")).toList());
    Set<String> seen = new HashSet<>();
    List<String> twice = new ArrayList<>();
    for (String name : names) {
      if (!seen.add(name)) {
        twice.add(name);
      }
    }
    assertEquals(List.of(), twice);
  }

  @Test
  void holdsNoLibraryOfAnotherSystem() {
    assertEquals(
        List.of(), names.stream().filter(n -> n.matches(".*\\.(dll|dylib|jnilib|exe|a)")).toList());
  }
}
