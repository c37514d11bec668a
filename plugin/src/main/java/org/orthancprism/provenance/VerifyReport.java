// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.provenance;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Prints what files are. */
interface VerifyReport {

  /** A DICOM file. */
  void found(Path file, Provenance provenance);

  /** A file that can't be looked at. */
  void unreadable(Path file, String reason);

  /** A file of a folder that is no DICOM file, such as a log. */
  void other(Path file);

  /** There are no more. */
  void end();

  /** For people: a few lines a DICOM file, and one for all other files. */
  final class Lines implements VerifyReport {

    private final PrintWriter out;
    private int others;

    Lines(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void found(Path file, Provenance provenance) {
      out.println(file + ": " + provenance.summary());
      provenance
          .pack()
          .ifPresent(pack -> out.println("  pack " + pack.name() + ", SHA-256 " + pack.digest()));
      if (!provenance.sources().isEmpty()) {
        out.println("  made from " + String.join(" ", provenance.sources()));
      }
      out.flush();
    }

    @Override
    public void unreadable(Path file, String reason) {
      out.println(file + ": " + reason);
    }

    @Override
    public void other(Path file) {
      others++;
    }

    @Override
    public void end() {
      if (others > 0) {
        out.println("Other files, which are no DICOM files: " + others);
      }
      out.flush();
    }
  }

  /**
   * For programs: an object with {@code files} and {@code notDicom}. Each of {@code files} has
   * {@code file} and, as the answers of {@code GET /prism/verify/ID}, what it is, or a {@code
   * problem}.
   */
  final class OneObject implements VerifyReport {

    private final PrintWriter out;
    private final JsonArrayBuilder files = Json.createArrayBuilder();
    private final JsonArrayBuilder others = Json.createArrayBuilder();

    OneObject(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void found(Path file, Provenance provenance) {
      files.add(
          Json.createObjectBuilder()
              .add("file", file.toString())
              .addAll(Json.createObjectBuilder(ProvenanceJson.of(provenance))));
    }

    @Override
    public void unreadable(Path file, String reason) {
      files.add(Json.createObjectBuilder().add("file", file.toString()).add("problem", reason));
    }

    @Override
    public void other(Path file) {
      others.add(file.toString());
    }

    @Override
    public void end() {
      out.println(
          Json.createObjectBuilder()
              .add("files", files)
              .add("notDicom", others)
              .build()
              .toString());
      out.flush();
    }
  }
}
