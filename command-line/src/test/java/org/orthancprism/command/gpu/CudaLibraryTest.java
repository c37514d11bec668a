// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.worker.process.WorkerDevice;

/** Libraries in the place of NVIDIA's. */
class CudaLibraryTest {

  /** A driver with two GPUs of 8 GiB and compute capability 8.6, for CUDA 12.8. */
  private static final String DRIVER =
      """
      #include <string.h>
      extern "C" {
      int cuInit(unsigned) { return INIT; }
      int cuDriverGetVersion(int *version) { *version = 12080; return 0; }
      int cuDeviceGetCount(int *count) { *count = 2; return 0; }
      int cuDeviceGet(int *device, int number) { *device = number; return 0; }
      int cuDeviceGetName(char *name, int, int device) { strcpy(name, device ? "Two" : "One"); return 0; }
      int cuDeviceTotalMem_v2(unsigned long *bytes, int) { *bytes = 8UL << 30; return 0; }
      int cuDeviceGetAttribute(int *value, int key, int) { *value = key == 75 ? 8 : 6; return 0; }
      }
      """;

  @TempDir private Path folder;

  private Path compiled(String source, String... options) throws Exception {
    Path file = Files.writeString(folder.resolve("driver.cpp"), source);
    Path library = folder.resolve(CudaLibrary.NAME);
    ProcessBuilder compiler =
        new ProcessBuilder("g++", "-shared", "-fPIC", "-o", library.toString());
    compiler.command().addAll(List.of(options));
    compiler.command().add(file.toString());
    assertEquals(0, compiler.inheritIO().start().waitFor());
    return library;
  }

  private static String reason(CudaDriver driver) {
    return assertInstanceOf(CudaDriver.Unusable.class, driver).reason();
  }

  @Test
  void aMissingLibraryIsMissing() {
    assertEquals(
        new CudaDriver.Missing(), CudaLibrary.ask(folder.resolve(CudaLibrary.NAME).toString()));
  }

  @Test
  void aFileThatIsNoLibraryCantBeUsed() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.so.1"));
    assertTrue(reason(CudaLibrary.ask(empty.toString())).endsWith("file too short"));
    Path text = Files.writeString(folder.resolve("text.so.1"), "no library ".repeat(20));
    assertTrue(reason(CudaLibrary.ask(text.toString())).endsWith("invalid ELF header"));
  }

  @Test
  void aLibraryWithoutTheDriversFunctionsCantBeUsed() throws Exception {
    Path other = compiled("extern \"C\" int other() { return 1; }\n");
    String reason = reason(CudaLibrary.ask(other.toString()));
    assertTrue(reason.contains("undefined symbol: cuInit"), reason);
  }

  @Test
  void aDriverTellsItsGpus() throws Exception {
    CudaDriver driver = CudaLibrary.ask(compiled(DRIVER, "-DINIT=0").toString());
    Gpu one = new Gpu("One", 8L << 30, "8.6");
    assertEquals(
        new CudaDriver.Ready("12.8", List.of(one, new Gpu("Two", 8L << 30, "8.6"))), driver);
    assertEquals(driver, CudaDriver.of(driver.toJson()));
    assertEquals("One, 8.0 GiB, compute capability 8.6", one.words());
  }

  @Test
  void aDriverWithoutADeviceRefuses() throws Exception {
    CudaDriver driver = CudaLibrary.ask(compiled(DRIVER, "-DINIT=100").toString());
    assertEquals(new CudaDriver.Refusing(100), driver);
  }

  /** Found by the linker's path, in a process of its own. */
  @Test
  void aLibraryThatEndsTheProcessThatLoadsItCantBeUsed() throws Exception {
    compiled("#include <stdlib.h>\n__attribute__((constructor)) void crash() { _Exit(77); }\n");
    Map<String, String> environment = Map.of("LD_LIBRARY_PATH", folder.toString());
    CheckedWorker worker = CheckedWorker.unconfigured(environment, folder);
    TrialProcesses trials = new TrialProcesses(worker, folder, TrialProcesses.PATIENCE);
    assertEquals("its process ended with status 77", reason(trials.driver()));
  }

  @Test
  void aTrialThatDoesNotEndIsEnded() throws Exception {
    compiled("#include <unistd.h>\n__attribute__((constructor)) void hang() { pause(); }\n");
    Map<String, String> environment = Map.of("LD_LIBRARY_PATH", folder.toString());
    CheckedWorker worker = CheckedWorker.unconfigured(environment, folder);
    TrialProcesses trials = new TrialProcesses(worker, folder, Duration.ofSeconds(3));
    assertEquals("its process did not end within 3 s", reason(trials.driver()));
  }

  /** An engine that can't start costs its own process alone. */
  @Test
  void aFalseLibtorchIsTold() throws Exception {
    Files.writeString(folder.resolve("libtorch.so"), "no library");
    Map<String, String> environment =
        Map.of("PYTORCH_LIBRARY_PATH", folder.toString(), "PYTORCH_FLAVOR", "cpu");
    CheckedWorker worker = CheckedWorker.unconfigured(environment, folder);
    Path cache = Files.createDirectory(folder.resolve("cache"));
    TrialProcesses trials = new TrialProcesses(worker, cache, TrialProcesses.PATIENCE);
    EngineTrial trial = trials.engine(WorkerDevice.AUTO);
    assertTrue(trial.device().isEmpty());
    String failure = trial.failure().orElseThrow();
    assertTrue(failure.contains("libtorch.so: file too short"), failure);
  }
}
