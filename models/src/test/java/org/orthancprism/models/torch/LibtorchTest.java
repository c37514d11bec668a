// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which libtorch an environment leads to, and what is wrong with it. */
class LibtorchTest {

  private static final String ENGINE = Libtorch.engineVersion();

  @TempDir private Path torch;
  private Path libraries;

  @BeforeEach
  void layLibraries() throws Exception {
    libraries = Files.createDirectory(torch.resolve("lib"));
    Files.writeString(libraries.resolve("libtorch.so"), "");
  }

  private void forCuda() throws Exception {
    Files.writeString(libraries.resolve("libtorch_cuda.so"), "");
  }

  private void wheelOf(String version) throws Exception {
    Files.writeString(
        torch.resolve("version.py"),
        "__version__ = '" + version + "+cu126'\ndebug = False\ncuda: Optional[str] = '12.6'\n");
  }

  private Libtorch with(String... variables) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PYTORCH_LIBRARY_PATH", libraries.toString());
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return Libtorch.of(environment);
  }

  private static void assertFault(String words, Libtorch libtorch) {
    assertTrue(libtorch.fault().orElse("none").contains(words), libtorch::toString);
  }

  @Test
  void withoutVariablesItIsTheOneThatComesWithTheEngine() {
    Libtorch libtorch = Libtorch.of(Map.of());
    assertEquals(
        new Libtorch(Optional.empty(), ENGINE, Optional.empty(), false, "cpu", Optional.empty()),
        libtorch);
  }

  @Test
  void aWheelForCudaTellsItsVersions() throws Exception {
    forCuda();
    wheelOf(ENGINE);
    Libtorch libtorch = with("PYTORCH_FLAVOR", "cu128");
    assertEquals(Optional.empty(), libtorch.fault());
    assertEquals(ENGINE, libtorch.version());
    assertEquals(Optional.of("12.6"), libtorch.cuda());
    assertEquals(Optional.of(libraries), libtorch.folder());
  }

  @Test
  void aZipForCudaTellsItsVersions() throws Exception {
    forCuda();
    Files.writeString(torch.resolve("build-version"), "2.5.1+cu124\n");
    Libtorch libtorch = with("PYTORCH_FLAVOR", "cu128");
    assertEquals(Optional.of("12.4"), libtorch.cuda());
    assertFault("is 2.5.1, and the engine's own library was built for " + ENGINE, libtorch);
  }

  @Test
  void anotherVersionThanTheEnginesIsNamed() throws Exception {
    forCuda();
    wheelOf("2.9.0");
    assertFault("install torch==" + ENGINE, with("PYTORCH_FLAVOR", "cu128"));
    wheelOf(ENGINE);
    assertFault("PYTORCH_VERSION is 2.9.0: set it to", with("PYTORCH_VERSION", "2.9.0"));
    assertFault("there is no libtorch of that", Libtorch.of(Map.of("PYTORCH_VERSION", "2.9.0")));
  }

  @Test
  void aFlavourThatTheEngineHasNoLibraryForIsNamed() throws Exception {
    forCuda();
    assertFault("PYTORCH_FLAVOR is cu126, for which", with("PYTORCH_FLAVOR", "cu126"));
    assertFault("PYTORCH_FLAVOR is not set", with());
  }

  @Test
  void oneForTheProcessorWhereOneForCudaIsExpectedIsNamed() {
    assertFault("is built for the processor alone", with("PYTORCH_FLAVOR", "cu128"));
  }

  @Test
  void aFolderWithoutItIsNamed() {
    Map<String, String> elsewhere = Map.of("PYTORCH_LIBRARY_PATH", torch.toString());
    assertFault("PYTORCH_LIBRARY_PATH is " + torch, Libtorch.of(elsewhere));
  }
}
