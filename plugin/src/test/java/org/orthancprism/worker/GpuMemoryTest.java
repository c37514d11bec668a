// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nvidia-smi tells, and does not. */
class GpuMemoryTest {

  @TempDir private Path folder;

  /** A program in nvidia-smi's place. */
  private String program(String script) throws Exception {
    Path file = Files.writeString(folder.resolve("smi"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file.toString();
  }

  @Test
  void theMemoryInUseIsThatOfTheWorkersGpu() throws Exception {
    String smi = program("[ \"$1\" = --id=1 ] && echo 1234");
    assertEquals(OptionalLong.of(1234L << 20), GpuMemory.of(smi, "cuda:1").used());
  }

  @Test
  void whereThereIsNoGpuNothingIsTold() throws Exception {
    assertEquals(OptionalLong.empty(), GpuMemory.of("/no/nvidia-smi", "auto").used());
    assertEquals(
        OptionalLong.empty(), GpuMemory.of(program("echo no devices; exit 6"), "auto").used());
  }

  @Test
  void aWorkerOnTheProcessorDoesNotAsk() throws Exception {
    String smi = program("touch " + folder.resolve("asked"));
    assertEquals(OptionalLong.empty(), GpuMemory.of(smi, "cpu").used());
    assertEquals(false, Files.exists(folder.resolve("asked")));
  }
}
