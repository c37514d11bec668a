// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the kernel shows of NVIDIA's driver.
 *
 * @param kernelModule the version of the kernel's module; empty where it is not loaded
 * @param devices the files of its GPUs, such as {@code /dev/nvidia0}
 */
record NvidiaFiles(Optional<String> kernelModule, List<String> devices) {

  private static final Pattern VERSION =
      Pattern.compile("(?m)^NVRM version:.*?\\s(\\d+(?:\\.\\d+)+)");
  private static final Pattern DEVICE = Pattern.compile("nvidia\\d+");

  NvidiaFiles {
    devices = List.copyOf(devices);
  }

  /**
   * Looks at a system.
   *
   * @param root its root, {@code /} of this machine
   */
  static NvidiaFiles below(Path root) {
    return new NvidiaFiles(
        version(root.resolve("proc/driver/nvidia/version")), devices(root.resolve("dev")));
  }

  private static Optional<String> version(Path file) {
    try {
      Matcher version = VERSION.matcher(Files.readString(file));
      return Optional.of(version.find() ? version.group(1) : "of unknown version");
    } catch (IOException notLoaded) {
      return Optional.empty();
    }
  }

  private static List<String> devices(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> DEVICE.matcher(file.getFileName().toString()).matches())
          .map(file -> "/dev/" + file.getFileName())
          .sorted()
          .toList();
    } catch (IOException none) {
      return List.of();
    }
  }
}
