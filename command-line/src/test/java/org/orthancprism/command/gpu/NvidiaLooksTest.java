// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.worker.process.NvidiaSmi;

/** What the kernel's files and nvidia-smi say, by false ones. */
class NvidiaLooksTest {

  @TempDir private Path root;

  private SmiReport asked(String script, Duration timeLimit) throws Exception {
    Path program = Files.writeString(root.resolve("smi"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return SmiReport.of(new NvidiaSmi(program.toString(), timeLimit));
  }

  @Test
  void theKernelShowsItsModuleAndTheGpus() throws Exception {
    Path proc = Files.createDirectories(root.resolve("proc/driver/nvidia"));
    Files.writeString(
        proc.resolve("version"),
        "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.95.05  Release Build\n"
            + "GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)\n");
    Path dev = Files.createDirectories(root.resolve("dev"));
    for (String name : List.of("nvidia1", "nvidia0", "nvidiactl", "nvidia-uvm", "null")) {
      Files.createFile(dev.resolve(name));
    }
    assertEquals(
        new NvidiaFiles(Optional.of("580.95.05"), List.of("/dev/nvidia0", "/dev/nvidia1")),
        NvidiaFiles.below(root));
  }

  @Test
  void aMachineWithoutTheDriverShowsNothing() {
    assertEquals(new NvidiaFiles(Optional.empty(), List.of()), NvidiaFiles.below(root));
  }

  @Test
  void smiTellsTheDriverAndTheMemoryInUse() throws Exception {
    assertEquals(
        new SmiReport.Told("580.95.05", List.of(OptionalLong.of(3), OptionalLong.empty())),
        asked("echo '580.95.05, 3'; echo '580.95.05, [N/A]'", Duration.ofMinutes(1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo hello | says what nobody asked for: hello",
        "echo '580.95.05' | says what nobody asked for: 580.95.05",
        "true | names no GPU",
        "echo No devices were found; exit 6 | failed with status 6: No devices were found",
      })
  void smiThatDoesNotAnswerIsQuoted(String script, String reason) throws Exception {
    SmiReport report = asked(script, Duration.ofMinutes(1));
    assertEquals(reason, assertInstanceOf(SmiReport.Silent.class, report).reason());
  }

  @Test
  void smiThatHangsIsEnded() throws Exception {
    assertEquals(
        new SmiReport.Silent("did not end within 1 s"),
        asked("exec sleep 1000", Duration.ofSeconds(1)));
  }

  @Test
  void smiMayBeMissing() throws Exception {
    NvidiaSmi none = new NvidiaSmi(root.resolve("none").toString(), Duration.ofMinutes(1));
    assertEquals(new SmiReport.Missing(), SmiReport.of(none));
  }
}
