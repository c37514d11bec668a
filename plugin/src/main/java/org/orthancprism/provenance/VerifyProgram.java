// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.provenance;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.orthancprism.database.QueueException;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.InstalledCodec;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: where files come from, and whether they are as they were signed. */
@Command(
    name = "verify",
    description = "Say where DICOM files come from: who signed them, and what was altered since.",
    mixinStandardHelpOptions = true)
public final class VerifyProgram implements Callable<Integer> {

  /** Exit status where a result is not as a known signer signed it. */
  private static final int NOT_GENUINE = 1;

  private static final int BAD_USE = 2;
  private static final long LARGEST = 512L << 20;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE|FOLDER", description = "DICOM files, or folders")
  private List<Path> places = new ArrayList<>();

  @Option(
      names = "--signer",
      paramLabel = "FILE",
      description = "PEM file of a certificate that is trusted, such as the signing key's own file")
  private List<Path> signers = new ArrayList<>();

  @Option(
      names = "--queue",
      paramLabel = "URL",
      description =
          "the installation's queue (Queue.Url), which knows its signers and the pixels of results")
  private @Nullable String queue;

  @Option(
      names = "--queue-user",
      paramLabel = "USER",
      description = "user of PostgreSQL; the password is read from PRISM_QUEUE_PASSWORD")
  private String user = "";

  @SuppressWarnings("UnusedVariable") // who runs this asks picocli for it
  @Option(names = "--verbose", description = "show failures in full")
  private boolean verbose;

  @Override
  public Integer call() {
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    PrintWriter out = command.getOut();
    String url = queue;
    try {
      Set<String> trusted = new HashSet<>();
      for (Path signer : signers) {
        trusted.addAll(Certificates.fingerprints(signer));
      }
      if (url == null) {
        ProvenanceCheck check = new ProvenanceCheck(trusted::contains, pixels -> Optional.empty());
        return verify(check, !signers.isEmpty(), out);
      }
      String password = System.getenv().getOrDefault("PRISM_QUEUE_PASSWORD", "");
      try (OpenQueue opened = OpenQueue.of(url, user, password)) {
        ProvenanceCheck check =
            new ProvenanceCheck(
                signer -> trusted.contains(signer) || opened.signers().has(signer),
                opened.made()::find);
        return verify(check, true, out);
      }
    } catch (IOException | QueueException | IllegalArgumentException e) {
      command.getErr().println("ERROR: " + e.getMessage());
      return BAD_USE;
    }
  }

  /**
   * Verifies all files.
   *
   * @param knowsSigners whether it matters that a signer is known
   */
  private int verify(ProvenanceCheck check, boolean knowsSigners, PrintWriter out)
      throws IOException {
    int status = 0;
    for (Path place : places) {
      try (Stream<Path> files = Files.walk(place)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          Optional<Provenance> found = read(check, file, out);
          found.ifPresent(provenance -> print(file, provenance, out));
          boolean isGenuine =
              found
                  .map(
                      one ->
                          !one.isResult()
                              || one.isGenuine()
                              || (one.isUnaltered() && !knowsSigners))
                  .orElse(!file.equals(place));
          status = isGenuine ? status : NOT_GENUINE;
        }
      }
    }
    return status;
  }

  /** What a file is; empty where it can't be read, which is printed. */
  private static Optional<Provenance> read(ProvenanceCheck check, Path file, PrintWriter out)
      throws IOException {
    if (Files.size(file) > LARGEST) {
      out.println(file + ": is too large to be verified");
      return Optional.empty();
    }
    try {
      return Optional.of(check.of(InstalledCodec.find().read(Files.readAllBytes(file))));
    } catch (DicomFormatException e) {
      out.println(file + ": is no DICOM file that can be read: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static void print(Path file, Provenance provenance, PrintWriter out) {
    out.println(file + ": " + provenance.summary());
    provenance
        .pack()
        .ifPresent(pack -> out.println("  pack " + pack.name() + ", SHA-256 " + pack.digest()));
    if (!provenance.sources().isEmpty()) {
      out.println("  made from " + String.join(" ", provenance.sources()));
    }
    out.flush();
  }
}
