// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.provenance;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
  private static final int PREAMBLE = 128;
  private static final byte[] PREFIX = {'D', 'I', 'C', 'M'};

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

  @Option(names = "--json", description = "print one JSON object, for programs")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // who runs this asks picocli for it
  @Option(names = "--verbose", description = "show failures in full")
  private boolean verbose;

  @Override
  public Integer call() {
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    PrintWriter out = command.getOut();
    VerifyReport report = json ? new VerifyReport.OneObject(out) : new VerifyReport.Lines(out);
    String url = queue;
    try {
      Set<String> trusted = new HashSet<>();
      for (Path signer : signers) {
        trusted.addAll(Certificates.fingerprints(signer));
      }
      if (url == null) {
        ProvenanceCheck check = new ProvenanceCheck(trusted::contains, pixels -> Optional.empty());
        return verify(check, !signers.isEmpty(), report);
      }
      String password = System.getenv().getOrDefault("PRISM_QUEUE_PASSWORD", "");
      try (OpenQueue opened = OpenQueue.of(url, user, password)) {
        ProvenanceCheck check =
            new ProvenanceCheck(
                signer -> trusted.contains(signer) || opened.signers().has(signer),
                opened.made()::find);
        return verify(check, true, report);
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
  private int verify(ProvenanceCheck check, boolean knowsSigners, VerifyReport report)
      throws IOException {
    int status = 0;
    for (Path place : places) {
      try (Stream<Path> files = Files.walk(place)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          Optional<Provenance> found = look(check, file, file.equals(place), report);
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
    report.end();
    return status;
  }

  /**
   * Looks at a file, and reports what it is.
   *
   * @param isNamed whether the file itself was given, and not a folder
   * @return empty where it can't be read
   */
  private static Optional<Provenance> look(
      ProvenanceCheck check, Path file, boolean isNamed, VerifyReport report) throws IOException {
    if (Files.size(file) > LARGEST) {
      report.unreadable(file, "is too large to be verified");
      return Optional.empty();
    }
    byte[] bytes = Files.readAllBytes(file);
    try {
      Provenance provenance = check.of(InstalledCodec.find().read(bytes));
      report.found(file, provenance);
      return Optional.of(provenance);
    } catch (DicomFormatException e) {
      if (isNamed || isMarked(bytes)) {
        report.unreadable(file, "is no DICOM file that can be read: " + e.getMessage());
      } else {
        report.other(file);
      }
      return Optional.empty();
    }
  }

  /** Whether a file says that it is a DICOM file (PS3.10, 7.1). */
  private static boolean isMarked(byte[] file) {
    return file.length >= PREAMBLE + PREFIX.length
        && Arrays.equals(file, PREAMBLE, PREAMBLE + PREFIX.length, PREFIX, 0, PREFIX.length);
  }
}
