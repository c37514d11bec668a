// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.films;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.bench.BenchException;
import org.orthancprism.phantom.PhantomFinding;

/**
 * A folder of films with a table of labels, in one of two forms.
 *
 * <p>Where {@code films.csv} has a column {@code kind}, its pictures are no frontal chest films of
 * adults, and {@code kind} says what else they are; else it has the columns {@code file} (relative
 * to the folder), {@code patient_id}, {@code view} (AP or PA), {@code device_visible} (1, 0, or
 * anything else where it is not known) and {@code findings} (NIH's names, separated by {@code |});
 * {@code expert_labels.csv} beside it may say YES or NO in the columns Effusion, Cardiomegaly,
 * Pneumothorax and Airspace opacity for the same {@code file}. {@code device_labels.csv} has the
 * columns {@code image_id} (the file's name without {@code .png}), {@code patient_id}, {@code
 * projection} and {@code device_visible}; only films with a label of devices count there.
 */
final class FilmFolder {

  private static final String FILMS = "films.csv";
  private static final String KIND = "kind";
  private static final String EXPERTS = "expert_labels.csv";
  private static final String DEVICES = "device_labels.csv";

  private final Path folder;

  FilmFolder(Path folder) {
    this.folder = folder;
  }

  /** Its pictures that are no frontal chest films of adults. */
  List<OtherPicture> others() throws IOException, BenchException {
    List<OtherPicture> others = new ArrayList<>();
    if (holdsOthers()) {
      CsvTable table = CsvTable.read(folder.resolve(FILMS), "file", KIND, "patient_id");
      for (CsvTable.Row row : table.rows()) {
        String file = row.get("file");
        others.add(new OtherPicture(patient(row, table), row.get(KIND), folder.resolve(file)));
      }
    }
    return others;
  }

  private boolean holdsOthers() throws IOException, BenchException {
    Path table = folder.resolve(FILMS);
    return Files.isRegularFile(table) && CsvTable.read(table).headings().contains(KIND);
  }

  /** All its films, those of patients that were trained on too. */
  List<LabelledFilm> films() throws IOException, BenchException {
    if (holdsOthers()) {
      return List.of();
    }
    if (Files.isRegularFile(folder.resolve(FILMS))) {
      return listed();
    }
    if (Files.isRegularFile(folder.resolve(DEVICES))) {
      return ofDevices();
    }
    throw new BenchException(
        folder
            + " has no "
            + FILMS
            + " and no "
            + DEVICES
            + ": give a folder of films with their labels");
  }

  private List<LabelledFilm> listed() throws IOException, BenchException {
    CsvTable table =
        CsvTable.read(
            folder.resolve(FILMS), "file", "patient_id", "view", "device_visible", "findings");
    Map<String, Map<PhantomFinding, Boolean>> read = radiologists();
    List<LabelledFilm> films = new ArrayList<>();
    for (CsvTable.Row row : table.rows()) {
      String file = row.get("file");
      films.add(
          new LabelledFilm(
              file,
              patient(row, table),
              View.of(row.get("view")),
              devices(row),
              FindingLabels.mined(row.get("findings")),
              read.getOrDefault(file, Map.of()),
              folder.resolve(file)));
    }
    return films;
  }

  private Map<String, Map<PhantomFinding, Boolean>> radiologists()
      throws IOException, BenchException {
    Map<String, Map<PhantomFinding, Boolean>> read = new HashMap<>();
    if (Files.isRegularFile(folder.resolve(EXPERTS))) {
      for (CsvTable.Row row : CsvTable.read(folder.resolve(EXPERTS), "file").rows()) {
        read.put(row.get("file"), FindingLabels.read(row));
      }
    }
    return read;
  }

  private List<LabelledFilm> ofDevices() throws IOException, BenchException {
    CsvTable table =
        CsvTable.read(
            folder.resolve(DEVICES), "image_id", "patient_id", "projection", "device_visible");
    List<LabelledFilm> films = new ArrayList<>();
    for (CsvTable.Row row : table.rows()) {
      if (devices(row).isPresent()) {
        String id = row.get("image_id");
        films.add(
            new LabelledFilm(
                id,
                patient(row, table),
                View.of(row.get("projection")),
                devices(row),
                Optional.empty(),
                Map.of(),
                folder.resolve(id + ".png")));
      }
    }
    return films;
  }

  private static String patient(CsvTable.Row row, CsvTable table) throws BenchException {
    String patient = row.get("patient_id");
    if (patient.isEmpty()) {
      throw new BenchException(
          table.file() + " has a film without patient_id: films of a patient belong together");
    }
    return patient;
  }

  private static Optional<Boolean> devices(CsvTable.Row row) {
    return switch (row.get("device_visible")) {
      case "1" -> Optional.of(true);
      case "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
