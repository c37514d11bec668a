// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nvidia-smi tells, and does not. */
class GpuMemoryTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

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
    assertEquals(OptionalLong.of(1234L << 20), GpuMemory.of(smi, "cuda:1", PATIENCE).used());
  }

  @Test
  void whereThereIsNoGpuNothingIsTold() throws Exception {
    assertEquals(OptionalLong.empty(), GpuMemory.of("/no/nvidia-smi", "auto", PATIENCE).used());
    assertEquals(
        OptionalLong.empty(),
        GpuMemory.of(program("echo no devices; exit 6"), "auto", PATIENCE).used());
  }

  @Test
  void aWorkerOnTheProcessorDoesNotAsk() throws Exception {
    String smi = program("touch " + folder.resolve("asked"));
    assertEquals(OptionalLong.empty(), GpuMemory.of(smi, "cpu", PATIENCE).used());
    assertEquals(false, Files.exists(folder.resolve("asked")));
  }

  @Test
  void aDriverThatDoesNotAnswerIsWaitedForNoLongerThanItMay() throws Exception {
    for (String hanging : List.of("sleep 100", "exec sleep 100", "yes", "sleep 100 & exec yes")) {
      String smi = program(hanging);
      long begun = System.nanoTime();
      assertEquals(
          OptionalLong.empty(), GpuMemory.of(smi, "auto", Duration.ofMillis(300)).used(), hanging);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      assertTrue(took.compareTo(Duration.ofSeconds(60)) < 0, hanging + " took " + took);
    }
  }

  @Test
  void aProcessThatTheDriverLeavesBehindIsNotWaitedFor() throws Exception {
    String smi = program("echo 5; sleep 20 &");
    assertEquals(OptionalLong.of(5L << 20), GpuMemory.of(smi, "auto", PATIENCE).used());
  }
}
