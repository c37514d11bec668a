// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.testing;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.testing.ScriptedOrthanc.Answer;
import org.orthancprism.testing.ScriptedOrthanc.Request;

/**
 * The one study of a scripted Orthanc: real DICOM objects, to which the worker adds its own. The
 * rules call for one edit.
 */
public final class HeldStudy {

  /** Its identifier in Orthanc. */
  public static final String ID = "ab";

  private final Map<String, DicomObject> objects = new LinkedHashMap<>();
  private final Map<String, String> metadata = new ConcurrentHashMap<>();
  private final String edit;

  /**
   * @param edit what the rules call for
   */
  public HeldStudy(String edit) {
    this.edit = edit;
  }

  /** Stores an object, in place of one with the same UID. */
  public synchronized void store(DicomObject object) {
    objects.put(id(object.sopInstanceUid().orElseThrow()), object);
  }

  /** All that it holds. */
  public synchronized Collection<Dataset> datasets() {
    return objects.values().stream().map(DicomObject::dataset).toList();
  }

  /** An instance's or series' identifier in Orthanc. */
  public static String id(String uid) {
    return DigestUtils.sha1Hex(uid);
  }

  /** What Orthanc answers. */
  public synchronized Answer answer(Request request) {
    String[] parts = request.line().split("[ /]+");
    return switch (parts[0] + " " + parts[1]) {
      case "GET studies" -> parts[2].equals(ID) ? ofStudy(parts) : new Answer(404, "");
      case "PUT studies" -> {
        metadata.put(parts[4], request.body());
        yield new Answer(200, "");
      }
      case "GET instances" ->
          objects.containsKey(parts[2])
              ? new Answer(200, file(objects.get(parts[2])))
              : new Answer(404, "");
      case "POST instances" -> stored(request.body());
      case "DELETE instances" -> {
        objects.remove(parts[2]);
        yield new Answer(200, "{}");
      }
      case "POST tools" -> new Answer(200, "[]");
      case "POST prism" -> new Answer(200, "{\"edits\": [\"" + edit + "\"], \"rules\": []}");
      default -> new Answer(200, "{\"Last\": 1, \"Done\": true, \"Changes\": []}");
    };
  }

  private Answer ofStudy(String[] parts) {
    if (parts.length == 3) {
      return new Answer(
          200,
          "{\"ParentPatient\": \"c1\", \"PatientMainDicomTags\": {\"PatientID\": \"P\"},"
              + " \"MainDicomTags\": {\"StudyInstanceUID\": \"1.5\"}}");
    }
    return switch (parts[3]) {
      case "instances" -> listed(objects.values().stream().map(HeldStudy::instance).toList());
      case "series" -> listed(series().values());
      default ->
          metadata.containsKey(parts[4])
              ? new Answer(200, metadata.get(parts[4]))
              : new Answer(404, "");
    };
  }

  private static Answer listed(Collection<String> all) {
    return new Answer(200, "[" + String.join(",", all) + "]");
  }

  private static String instance(DicomObject object) {
    return String.format(
        Locale.ROOT,
        "{\"ID\": \"%s\", \"ParentSeries\": \"%s\", \"FileUuid\": \"%s\", \"FileSize\": 9,"
            + " \"MainDicomTags\": {\"SOPInstanceUID\": \"%s\"}}",
        id(text(object.dataset(), Tag.SOP_INSTANCE_UID)),
        id(text(object.dataset(), Tag.SERIES_INSTANCE_UID)),
        DigestUtils.sha1Hex(file(object)),
        text(object.dataset(), Tag.SOP_INSTANCE_UID));
  }

  private Map<String, String> series() {
    Function<DicomObject, String> uid = one -> text(one.dataset(), Tag.SERIES_INSTANCE_UID);
    return objects.values().stream()
        .collect(
            Collectors.toMap(
                one -> id(uid.apply(one)),
                one -> series(one.dataset(), uid.apply(one)),
                (first, second) -> first,
                LinkedHashMap::new));
  }

  private static String series(Dataset dataset, String uid) {
    return String.format(
        Locale.ROOT,
        "{\"ID\": \"%s\", \"MainDicomTags\": {\"Modality\": \"%s\", \"SeriesNumber\": \"%d\","
            + " \"SeriesInstanceUID\": \"%s\"}}",
        id(uid),
        text(dataset, Tag.MODALITY),
        dataset.integer(Tag.SERIES_NUMBER).orElse(0),
        uid);
  }

  private Answer stored(String file) {
    try {
      DicomObject object = new Part10Codec().read(file.getBytes(StandardCharsets.ISO_8859_1));
      store(object);
      String id = id(object.sopInstanceUid().orElseThrow());
      return new Answer(200, "{\"ID\": \"" + id + "\", \"Status\": \"Success\"}");
    } catch (DicomFormatException e) {
      return new Answer(400, "");
    }
  }

  private static String file(DicomObject object) {
    return new String(new Part10Codec().write(object), StandardCharsets.ISO_8859_1);
  }

  private static String text(Dataset dataset, Tag tag) {
    return dataset.string(tag).orElse("");
  }
}
