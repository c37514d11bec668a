// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of the machine that judges files; one that is missing fails the test. */
final class Tool {

  private static final String SYNTHETIC_DATA = "(0x0008,0x001c)";

  private Tool() {}

  /** What a program prints to both of its outputs, line by line. */
  static List<String> lines(String program, Path file, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(options));
    command.add(file.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.lines().toList();
  }

  /**
   * The errors that {@code dciodvfy} finds in a DICOM file; its exit status says nothing. Synthetic
   * Data came into the standard (PS3.3 C.12.1) after the dciodvfy of Debian 12 was made, which
   * takes it for unknown.
   */
  static List<String> dicomErrors(Path file) throws IOException, InterruptedException {
    return lines("dciodvfy", file).stream()
        .filter(line -> line.contains("Error"))
        .filter(line -> !(line.contains(SYNTHETIC_DATA) && line.contains("not a recognized")))
        .toList();
  }
}
