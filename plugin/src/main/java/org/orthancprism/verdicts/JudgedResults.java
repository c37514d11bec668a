// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.verdicts;

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
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.dicom.recognition.ResultMark;
import org.orthancprism.dicom.recognition.StatedPack;
import org.orthancprism.dicom.report.ReportedEdit;
import org.orthancprism.pixels.InstanceFiles;
import org.orthancprism.rest.Problem;

/** Finds what a counterfactual in Orthanc is, and the report that tells of it. */
public final class JudgedResults {

  private final Function<String, byte[]> get;
  private final InstanceFiles files;
  private final DicomCodec codec = new Part10Codec(InstanceFiles.LARGEST);

  /**
   * @param get Orthanc's answer to a GET request; throws {@link Problem} where Orthanc refuses it
   */
  public JudgedResults(Function<String, byte[]> get) {
    this.get = get;
    this.files = new InstanceFiles(get);
  }

  /**
   * The counterfactual that an instance is.
   *
   * @param instance Orthanc's identifier
   * @throws Problem 400 where it is none of ours, or no report tells of it
   */
  public JudgedResult find(String instance) {
    Dataset image = read(instance).orElseThrow(JudgedResults::noCounterfactual);
    OwnObject own =
        OwnObject.of(image)
            .filter(OwnObject::madeHere)
            .filter(JudgedResults::isCounterfactual)
            .orElseThrow(JudgedResults::noCounterfactual);
    String study = object("/instances/" + instance + "/study").getString("ID");
    return reports(study).stream()
        .flatMap(report -> told(instance, study, own, image, report).stream())
        .findFirst()
        .orElseThrow(
            () ->
                Problem.badRequest(
                    "$.instance: no report in its study tells of this counterfactual."));
  }

  private static boolean isCounterfactual(OwnObject own) {
    return own.mark().filter(mark -> mark.kind() == ResultMark.Kind.COUNTERFACTUAL).isPresent();
  }

  private static Problem noCounterfactual() {
    return Problem.badRequest("$.instance: is no counterfactual that was made here.");
  }

  private Optional<JudgedResult> told(
      String instance, String study, OwnObject own, Dataset image, String report) {
    Optional<Dataset> content =
        read(report).filter(found -> OwnObject.of(found).filter(OwnObject::madeHere).isPresent());
    return content
        .flatMap(found -> ReportedEdit.in(found, own.sopInstanceUid()))
        .map(
            edit ->
                new JudgedResult(
                    instance,
                    report,
                    study,
                    own.sopInstanceUid(),
                    own.references().stream().findFirst().orElse(""),
                    edit.name(),
                    StatedPack.of(image).map(StatedPack::digest).orElse("")));
  }

  /** Instances of the study's series of reports. */
  private List<String> reports(String study) {
    return json("/studies/" + study + "/series")
        .asJsonArray()
        .getValuesAs(JsonObject.class)
        .stream()
        .filter(
            series -> series.getJsonObject("MainDicomTags").getString("Modality", "").equals("SR"))
        .flatMap(series -> series.getJsonArray("Instances").getValuesAs(JsonString.class).stream())
        .map(JsonString::getString)
        .toList();
  }

  /** Attributes of an instance without its pixels; empty where it can't be read. */
  private Optional<Dataset> read(String instance) {
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

  private JsonObject object(String uri) {
    return json(uri).asJsonObject();
  }

  private JsonStructure json(String uri) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(get.apply(uri)))) {
      return reader.read();
    } catch (JsonException e) {
      throw new IllegalStateException("Orthanc's answer to " + uri + " is no JSON", e);
    }
  }
}
