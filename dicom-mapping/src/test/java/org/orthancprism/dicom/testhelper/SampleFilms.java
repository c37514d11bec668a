// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.testhelper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.orthancprism.dicom.dataset.DicomObject;

/** Files of frontal chest films: phantoms, and the real ones that may lie beside the repository. */
public final class SampleFilms {
  private static final Path PHANTOMS = Path.of("target", "sample-films");
  private static final Path REAL = Path.of("..", "..", "shared", "data", "dicom");

  private SampleFilms() {}

  /** All of them; without real ones the phantoms alone. */
  public static List<Path> all() {
    try {
      Files.createDirectories(PHANTOMS);
      List<Path> films = new ArrayList<>();
      films.add(Tool.write(Films.digital(true), PHANTOMS, "phantom-dx.dcm"));
      films.add(
          Tool.write(
              DicomObject.of(Films.computed(80, 70, 10, true).build()),
              PHANTOMS,
              "phantom-cr.dcm"));
      films.addAll(real());
      return films;
    } catch (IOException cause) {
      throw new AssertionError(cause);
    }
  }

  private static List<Path> real() throws IOException {
    if (!Files.isDirectory(REAL)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(REAL)) {
      return files.filter(file -> file.toString().endsWith(".dcm")).sorted().toList();
    }
  }
}
