// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.demo;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.orthancprism.command.demo.StudyResult.EditedFilm;
import org.orthancprism.command.demo.StudyResult.Stored;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.FilmException;
import org.orthancprism.orthanc.OrthancRestException;

/**
 * The folder that a demonstration leaves: for each film its DICOM files and pictures, the first
 * film's at the top and each further one's in {@code film-2}, {@code film-3}, and {@code
 * result.json}.
 */
final class OutputFolder {

  private static final String RESULT = "result.json";

  /** Everything that an earlier demonstration can have left, and nothing else. */
  private static final Pattern OURS =
      Pattern.compile(
          "(film-\\d+/)?(source|report|contours|(difference-)?(remove|add|toggle)-[a-z0-9-]+)\\.dcm"
              + "|(film-\\d+/)?(before|(after|difference)-[a-z0-9-]+)\\.png"
              + "|result\\.json|orthanc\\.log");

  private final Path folder;
  private final JsonArrayBuilder studies = Json.createArrayBuilder();
  private final JsonArrayBuilder sources = Json.createArrayBuilder();
  private final JsonArrayBuilder derived = Json.createArrayBuilder();
  private int films;

  private OutputFolder(Path folder) {
    this.folder = folder;
  }

  /** Opens a folder; files of an earlier demonstration in it go. */
  static OutputFolder open(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (Files.exists(folder.resolve(RESULT))) {
      for (Path old : filesOf(folder)) {
        Files.delete(old);
      }
    }
    return new OutputFolder(folder);
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder, 2)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> OURS.matcher(folder.relativize(file).toString()).matches())
          .toList();
    }
  }

  /** The log of the Orthanc of this demonstration. */
  Path log() {
    return folder.resolve("orthanc.log");
  }

  /** Writes a study's DICOM files and pictures. */
  void add(StudyResult study, Pictures pictures)
      throws IOException, DemoException, OrthancRestException {
    studies.add(study.studyInstanceUid());
    Path first = null;
    for (EditedFilm film : study.films()) {
      Path place = place();
      first = first == null ? place : first;
      add(film, place, pictures);
    }
    if (first != null) {
      addDerived(study.report(), first.resolve("report.dcm"));
    }
  }

  private Path place() throws IOException {
    films++;
    return films == 1 ? folder : Files.createDirectories(folder.resolve("film-" + films));
  }

  private void add(EditedFilm film, Path place, Pictures pictures)
      throws IOException, DemoException, OrthancRestException {
    try {
      pictures.of(film.source()).writeSource(place.resolve("before.png"));
      addSource(film.source(), place.resolve("source.dcm"));
      for (int i = 0; i < film.counterfactuals().size(); i++) {
        Stored counterfactual = film.counterfactuals().get(i);
        String edit = counterfactual.edit().orElseThrow();
        pictures
            .of(counterfactual)
            .writeSynthetic(
                pictures.isLabelled(counterfactual), place.resolve("after-" + edit + ".png"));
        addDerived(counterfactual, place.resolve(edit + ".dcm"));
        Stored difference = film.differences().get(i);
        pictures
            .ofDifference(difference)
            .writeSynthetic(
                pictures.isLabelled(counterfactual) && pictures.hasLetters(difference),
                place.resolve("difference-" + edit + ".png"));
        addDerived(difference, place.resolve("difference-" + edit + ".dcm"));
      }
      addDerived(film.contours(), place.resolve("contours.dcm"));
    } catch (FilmException e) {
      throw new DemoException("a stored film can't be shown: " + e.getMessage(), e);
    }
  }

  private void addSource(Stored source, Path file) throws IOException {
    Files.write(file, source.part10());
    sources.add(
        Json.createObjectBuilder()
            .add("sopInstanceUid", text(source, Tag.SOP_INSTANCE_UID))
            .add("file", relative(file)));
  }

  private void addDerived(Stored stored, Path file) throws IOException {
    Files.write(file, stored.part10());
    JsonObjectBuilder object =
        Json.createObjectBuilder()
            .add("sopInstanceUid", text(stored, Tag.SOP_INSTANCE_UID))
            .add("sopClassUid", text(stored, Tag.SOP_CLASS_UID))
            .add("seriesInstanceUid", text(stored, Tag.SERIES_INSTANCE_UID))
            .add("seriesDescription", text(stored, Tag.SERIES_DESCRIPTION));
    stored.edit().ifPresentOrElse(edit -> object.add("edit", edit), () -> object.addNull("edit"));
    derived.add(object.add("file", relative(file)).add("orthancId", stored.orthancId()));
  }

  private static String text(Stored stored, Tag tag) {
    Dataset dataset = stored.object().dataset();
    return dataset.string(tag).orElse("");
  }

  private String relative(Path file) {
    return folder.relativize(file).toString();
  }

  /**
   * Writes {@code result.json} about all studies that were added.
   *
   * @param seconds how long the work took
   */
  void writeResult(double seconds) throws IOException {
    JsonObject result =
        Json.createObjectBuilder()
            .add("studies", studies)
            .add("seconds", Math.round(seconds * 10) / 10.0)
            .add("sources", sources)
            .add("derived", derived)
            .build();
    JsonWriterFactory writers =
        Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
    try (Writer file = Files.newBufferedWriter(folder.resolve(RESULT));
        JsonWriter writer = writers.createWriter(file)) {
      writer.writeObject(result);
    }
  }
}
