// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.send;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends films as a modality does: by C-STORE, with DCMTK's {@code storescu}. */
public final class StoreScu {

  /** storescu proposes only the compressed transfer syntaxes that its options name. */
  private static final Map<String, String> PROPOSALS =
      Map.ofEntries(
          Map.entry("1.2.840.10008.1.2.2", "--propose-big"),
          Map.entry("1.2.840.10008.1.2.1.99", "--propose-deflated"),
          Map.entry("1.2.840.10008.1.2.4.50", "--propose-jpeg8"),
          Map.entry("1.2.840.10008.1.2.4.51", "--propose-jpeg12"),
          Map.entry("1.2.840.10008.1.2.4.70", "--propose-lossless"),
          Map.entry("1.2.840.10008.1.2.4.80", "--propose-jls-lossless"),
          Map.entry("1.2.840.10008.1.2.4.81", "--propose-jls-lossy"),
          Map.entry("1.2.840.10008.1.2.4.90", "--propose-j2k-lossless"),
          Map.entry("1.2.840.10008.1.2.4.91", "--propose-j2k-lossy"),
          Map.entry("1.2.840.10008.1.2.5", "--propose-rle"));

  /**
   * What a program of DCMTK's needs in its environment to send small packets at once. Debian's
   * leaves Nagle's algorithm on by default, and each answer then waits 40 ms for an
   * acknowledgement.
   */
  public static final Map<String, String> AT_ONCE = Map.of("TCP_NODELAY", "1");

  private final String calledAeTitle;
  private final int port;

  /**
   * @param calledAeTitle the receiver's application entity title
   * @param port its DICOM port on the loopback device
   */
  public StoreScu(String calledAeTitle, int port) {
    this.calledAeTitle = calledAeTitle;
    this.port = port;
  }

  /**
   * Sends one file over an association of its own.
   *
   * @return why it was not stored; empty when it was
   */
  public Optional<String> send(DicomFile film) throws IOException, InterruptedException {
    return run(PROPOSALS.getOrDefault(film.transferSyntaxUid(), "--propose-uncompr"), film.file());
  }

  /**
   * Sends all uncompressed files of a folder over one association.
   *
   * @return why not all were stored; empty when they were
   */
  public Optional<String> sendAll(Path folder) throws IOException, InterruptedException {
    return run("--scan-directories", folder);
  }

  private Optional<String> run(String option, Path what) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "storescu",
            "--aetitle",
            "PRISMDEMO",
            "--call",
            calledAeTitle,
            option,
            "127.0.0.1",
            Integer.toString(port),
            what.toAbsolutePath().toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    AT_ONCE.forEach(builder.environment()::putIfAbsent);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    return status == 0 ? Optional.empty() : Optional.of(reason(output, status));
  }

  /** DCMTK starts such lines with E: or F:; the first says what happened. */
  private static String reason(String output, int status) {
    return output
        .lines()
        .filter(line -> line.startsWith("E: ") || line.startsWith("F: "))
        .map(line -> line.substring(3).strip())
        .findFirst()
        .orElse("storescu ended with status " + status);
  }
}
