// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.orthancprism.command.send.DicomFile;
import org.orthancprism.dicom.codec.DicomFormatException;

/**
 * What the user wants to be sent.
 *
 * @param films the films, ready to be sent
 * @param refused files that are none, with the reason
 */
record FilmInputs(List<DicomFile> films, List<Refused> refused) {

  /** A file that was not sent or not stored, and why. */
  record Refused(Path file, String reason) {}

  FilmInputs {
    films = List.copyOf(films);
    refused = List.copyOf(refused);
  }

  /**
   * Gathers the films.
   *
   * @param sources DICOM files, grey PNGs and folders of both; none for the project's phantom
   * @param wrapped folder for films that are wrapped as DICOM first
   * @throws DemoException when there is no such file or folder
   */
  static FilmInputs of(List<Path> sources, Path wrapped) throws IOException, DemoException {
    if (sources.isEmpty()) {
      return new FilmInputs(List.of(WrappedFilm.phantom(wrapped)), List.of());
    }
    for (Path source : sources) {
      if (!Files.exists(source)) {
        throw new DemoException("there is no " + source);
      }
    }
    List<DicomFile> films = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    for (Path file : files(sources)) {
      try {
        films.add(isPng(file) ? WrappedFilm.png(wrapped, file) : DicomFile.read(file));
      } catch (DicomFormatException | DemoException e) {
        refused.add(new Refused(file, String.valueOf(e.getMessage())));
      }
    }
    return new FilmInputs(films, refused);
  }

  private static List<Path> files(List<Path> sources) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path source : sources) {
      try (Stream<Path> walk = Files.walk(source)) {
        walk.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    return files;
  }

  private static boolean isPng(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".png");
  }
}
