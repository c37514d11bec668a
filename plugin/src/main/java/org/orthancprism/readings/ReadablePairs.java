// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.readings;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.dicom.recognition.StatedPack;
import org.orthancprism.dicom.report.ReportedEdit;
import org.orthancprism.pixels.InstanceFiles;

/** Finds the films and counterfactuals that the reports of a study tell of. */
public final class ReadablePairs {

  private static final String DERIVATION_DESCRIPTION = "0008-2111";

  private final Function<String, byte[]> get;
  private final InstanceFiles files;
  private final DicomCodec codec = new Part10Codec(InstanceFiles.LARGEST);

  /**
   * @param get Orthanc's answer to a GET request; throws {@link org.orthancprism.rest.Problem}
   *     where Orthanc refuses it
   */
  public ReadablePairs(Function<String, byte[]> get) {
    this.get = get;
    this.files = new InstanceFiles(get);
  }

  /** Those of a study, in the order of the counterfactuals' UIDs. */
  public List<ReadablePair> of(String study) {
    Map<String, String> instances = new HashMap<>();
    Set<String> reports = new HashSet<>();
    Set<String> reportSeries = seriesOfReports(study);
    for (JsonObject one :
        json("/studies/" + study + "/instances").asJsonArray().getValuesAs(JsonObject.class)) {
      String uid = one.getJsonObject("MainDicomTags").getString("SOPInstanceUID", "");
      instances.put(uid, one.getString("ID"));
      if (reportSeries.contains(one.getString("ParentSeries", ""))) {
        reports.add(one.getString("ID"));
      }
    }
    Map<String, ReadablePair> pairs = new TreeMap<>();
    for (String report : reports) {
      read(report)
          .filter(found -> OwnObject.of(found).filter(OwnObject::madeHere).isPresent())
          .ifPresent(
              found ->
                  pairs(study, found, instances)
                      .forEach(pair -> pairs.put(pair.edit().counterfactual(), pair)));
    }
    return List.copyOf(pairs.values());
  }

  private Set<String> seriesOfReports(String study) {
    Set<String> series = new HashSet<>();
    for (JsonObject one :
        json("/studies/" + study + "/series").asJsonArray().getValuesAs(JsonObject.class)) {
      if (one.getJsonObject("MainDicomTags").getString("Modality", "").equals("SR")) {
        series.add(one.getString("ID"));
      }
    }
    return series;
  }

  private List<ReadablePair> pairs(String study, Dataset report, Map<String, String> instances) {
    String pack = StatedPack.of(report).map(StatedPack::digest).orElse("");
    List<ReadablePair> pairs = new ArrayList<>();
    for (ReportedEdit edit : ReportedEdit.all(report)) {
      String film = instances.get(edit.film());
      String result = instances.get(edit.counterfactual());
      if (film != null && result != null) {
        pairs.add(new ReadablePair(study, film, result, edit, pack, cover(result)));
      }
    }
    return pairs;
  }

  private Optional<Cover> cover(String instance) {
    byte[] text = get.apply("/instances/" + instance + "/content/" + DERIVATION_DESCRIPTION);
    return Cover.ofLabel(new String(text, StandardCharsets.UTF_8));
  }

  private Optional<Dataset> read(String instance) {
    return files.with(
        instance,
        file -> {
          try {
            return Optional.of(codec.read(file).dataset());
          } catch (DicomFormatException e) {
            return Optional.empty();
          }
        });
  }

  private JsonStructure json(String uri) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(get.apply(uri)))) {
      return reader.read();
    } catch (JsonException e) {
      throw new IllegalStateException("Orthanc's answer to " + uri + " is no JSON", e);
    }
  }
}
