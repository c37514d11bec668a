// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.pixels.InstanceFiles;
import org.orthancprism.rest.Problem;
import org.orthancprism.task.SeparateStudies;

/**
 * Reads the reports that this software stored of a study, within Orthanc's own process: in the
 * study itself, and in a study of their own.
 */
public final class StudyReports {

  private final Function<String, byte[]> get;
  private final InstanceFiles files;
  private final SeparateStudies separateStudies;
  private final DicomCodec codec = new Part10Codec(InstanceFiles.LARGEST);

  /**
   * @param get Orthanc's answer to a GET request; throws {@link Problem} where Orthanc refuses it
   * @param files Orthanc's files
   */
  public StudyReports(
      Function<String, byte[]> get, InstanceFiles files, SeparateStudies separateStudies) {
    this.get = get;
    this.files = files.askedBy(get);
    this.separateStudies = separateStudies;
  }

  /** A study, and those of their own that its results are in, as far as Orthanc holds them. */
  public List<String> studies(String study) {
    return Stream.concat(Stream.of(study), separateStudies.of(study).stream().filter(this::isHeld))
        .toList();
  }

  private boolean isHeld(String study) {
    try {
      return answer("/studies/" + study).length > 0;
    } catch (Problem deleted) {
      return false;
    }
  }

  /** Orthanc's identifiers of the instances in the series of reports of a study's results. */
  public List<String> instances(String study) {
    return studies(study).stream()
        .flatMap(
            one ->
                json("/studies/" + one + "/series")
                    .asJsonArray()
                    .getValuesAs(JsonObject.class)
                    .stream())
        .filter(
            series -> series.getJsonObject("MainDicomTags").getString("Modality", "").equals("SR"))
        .flatMap(series -> series.getJsonArray("Instances").getValuesAs(JsonString.class).stream())
        .map(JsonString::getString)
        .toList();
  }

  /** The report that an instance is; empty where it was not made here or can't be read. */
  public Optional<Dataset> report(String instance) {
    return read(instance)
        .filter(found -> OwnObject.of(found).filter(OwnObject::madeHere).isPresent());
  }

  /** Attributes of an instance without its pixels; empty where it can't be read. */
  public Optional<Dataset> read(String instance) {
    if (files.size(instance) > InstanceFiles.LARGEST) {
      return Optional.empty();
    }
    return files.with(
        instance,
        file -> {
          try {
            return Optional.of(
                codec.read(file).dataset().toBuilder().remove(Tag.PIXEL_DATA).build());
          } catch (DicomFormatException e) {
            return Optional.empty();
          }
        });
  }

  /** Orthanc's answer to a GET request, as bytes. */
  public byte[] answer(String uri) {
    return get.apply(uri);
  }

  /**
   * Orthanc's answer to a GET request.
   *
   * @throws IllegalStateException where it is no JSON
   */
  public JsonStructure json(String uri) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(answer(uri)))) {
      return reader.read();
    } catch (JsonException e) {
      throw new IllegalStateException("Orthanc's answer to " + uri + " is no JSON", e);
    }
  }
}
