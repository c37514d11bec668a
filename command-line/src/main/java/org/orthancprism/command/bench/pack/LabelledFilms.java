// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.bench.pack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.orthancprism.command.bench.BenchException;
import org.orthancprism.command.picture.GreyPng;
import org.orthancprism.command.picture.PictureException;
import org.orthancprism.models.film.Film;

/**
 * The labelled films in a folder of grey PNGs with a {@code device_labels.csv}.
 *
 * <p>The table has a line of headings and the columns {@code image_id} (the file's name without
 * {@code .png}), {@code patient_id}, {@code projection} ({@code ap} or {@code pa}) and {@code
 * device_visible} (1, 0, or anything else where it is not known). The split is the training's
 * ({@code models/training/films.py}): a patient in four, by a hash, is kept for validation.
 */
final class LabelledFilms {

  private static final String LABELS = "device_labels.csv";
  private static final int PATIENTS_TO_ONE = 4;

  private LabelledFilms() {}

  /**
   * A film with its label, not read yet.
   *
   * @param validation whether its patient was kept from training
   */
  record Entry(String id, boolean validation, boolean anteroposterior, boolean devices, Path png) {

    LabelledFilm read() throws IOException, BenchException {
      return new LabelledFilm(id, anteroposterior, devices, LabelledFilms.read(png));
    }
  }

  /** The films of validation patients. */
  static List<LabelledFilm> validation(Path folder) throws IOException, BenchException {
    List<LabelledFilm> films = new ArrayList<>();
    for (Entry entry : all(folder)) {
      if (entry.validation()) {
        films.add(entry.read());
      }
    }
    if (films.isEmpty()) {
      throw new BenchException(
          "no film in " + folder.resolve(LABELS) + " has a label and a validation patient");
    }
    return films;
  }

  /** The films of all patients, of training too. */
  static List<Entry> all(Path folder) throws IOException, BenchException {
    Path table = folder.resolve(LABELS);
    if (!Files.isRegularFile(table)) {
      throw new BenchException(
          folder + " has no " + LABELS + ": give a folder of PNG films with their labels");
    }
    List<String> lines = Files.readAllLines(table);
    List<String> headings = lines.isEmpty() ? List.of() : cells(lines.get(0));
    int id = column(headings, "image_id", table);
    int patient = column(headings, "patient_id", table);
    int projection = column(headings, "projection", table);
    int devices = column(headings, "device_visible", table);
    List<Entry> films = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      if (cells.size() > devices && cells.get(devices).matches("[01]")) {
        films.add(
            new Entry(
                cells.get(id),
                isForValidation(cells.get(patient)),
                cells.get(projection).equalsIgnoreCase("ap"),
                cells.get(devices).equals("1"),
                folder.resolve(cells.get(id) + ".png")));
      }
    }
    return films;
  }

  /** Whether a patient's films were kept from training. */
  static boolean isForValidation(String patient) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(patient.getBytes(StandardCharsets.UTF_8));
      return Byte.toUnsignedInt(hash[0]) % PATIENTS_TO_ONE == 0;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
  }

  private static int column(List<String> headings, String name, Path table) throws BenchException {
    int column = headings.indexOf(name);
    if (column < 0) {
      throw new BenchException(table + " has no column " + name);
    }
    return column;
  }

  private static Film read(Path png) throws IOException, BenchException {
    try {
      GreyPng picture = GreyPng.read(png);
      return new Film(picture.rows(), picture.columns(), picture.luminance());
    } catch (PictureException e) {
      throw new BenchException(String.valueOf(e.getMessage()), e);
    }
  }
}
