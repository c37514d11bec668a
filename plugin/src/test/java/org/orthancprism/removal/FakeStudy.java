// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.removal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.Algorithm;
import org.orthancprism.dicom.recognition.ResultMark;
import org.orthancprism.dicom.result.ContributingEquipment;
import org.orthancprism.dicom.version.FilmIdentity;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.testing.ScriptedOrthanc.Answer;
import org.orthancprism.testing.ScriptedOrthanc.Request;

/**
 * One study in a scripted Orthanc, of real DICOM files. An instance's identifier is its SOP
 * Instance UID with dashes; each is in a series of its own, which is called like it.
 */
final class FakeStudy {

  static final String ID = "ab";

  /** The study that holds nothing but results, where these are kept apart. */
  static final String RESULTS = "cd";

  static final String PACK = "ab".repeat(32);
  static final String OTHER_PACK = "cd".repeat(32);
  static final String FILM = "1.1";
  static final String EDIT = "remove-edema";

  private static final FilmVersion VERSION =
      new FilmVersion(FILM, "a".repeat(64), new FilmIdentity("patient and order", "PA", "patient"));
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

  private final Map<String, Dataset> held = new LinkedHashMap<>();
  private boolean apart;
  private final Map<String, String> metadata = new ConcurrentHashMap<>();

  /** Has all results in a study of their own. */
  synchronized void keepResultsApart() {
    apart = true;
  }

  static Algorithm algorithm(String pack) {
    return new Algorithm("orthanc-prism", "prism", "1.0", "toy", "2", pack, "ours");
  }

  synchronized void add(DatasetBuilder object) {
    Dataset dataset = object.build();
    held.put(dataset.string(Tag.SOP_INSTANCE_UID).orElseThrow(), dataset);
  }

  synchronized void remove(String uid) {
    held.remove(uid);
  }

  synchronized Collection<String> uids() {
    return List.copyOf(held.keySet());
  }

  String metadata(int number) {
    return metadata.getOrDefault(Integer.toString(number), "");
  }

  void metadata(int number, String value) {
    metadata.put(Integer.toString(number), value);
  }

  /** A film that nothing says is synthetic. */
  static DatasetBuilder original(String uid) {
    return Dataset.builder()
        .set(Tag.SOP_CLASS_UID, SopClass.SECONDARY_CAPTURE_IMAGE)
        .set(Tag.SOP_INSTANCE_UID, uid)
        .set(Tag.MODALITY, "DX");
  }

  /** A counterfactual of the film. */
  static DatasetBuilder image(String uid, String pack, String key, Instant made) {
    return result(uid, pack, made)
        .set(Tag.SOP_CLASS_UID, SopClass.SECONDARY_CAPTURE_IMAGE)
        .set(
            Tag.IMAGE_TYPE,
            ResultMark.of(ResultMark.Kind.COUNTERFACTUAL, VERSION, pack, key).imageType())
        .set(Tag.SOURCE_IMAGE_SEQUENCE, item(Tag.REFERENCED_SOP_INSTANCE_UID, FILM));
  }

  /** A presentation state of the film. */
  static DatasetBuilder state(String uid, String pack, Instant made) {
    return result(uid, pack, made)
        .set(Tag.SOP_CLASS_UID, SopClass.GRAYSCALE_SOFTCOPY_PRESENTATION_STATE);
  }

  /** A report of an edit that refers to others. */
  static DatasetBuilder report(
      String uid, String pack, Instant made, String key, String... evidence) {
    List<Dataset> items = new ArrayList<>();
    for (String each : evidence) {
      items.add(item(Tag.REFERENCED_SOP_INSTANCE_UID, each));
    }
    Dataset series = Dataset.builder().set(Tag.REFERENCED_SOP_SEQUENCE, items).build();
    Dataset study = Dataset.builder().set(Tag.REFERENCED_SERIES_SEQUENCE, series).build();
    return result(uid, pack, made)
        .set(Tag.SOP_CLASS_UID, SopClass.COMPREHENSIVE_3D_SR)
        .set(Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE, study)
        .set(
            Tag.CONTENT_SEQUENCE,
            Dataset.builder()
                .set(Tag.CONCEPT_NAME_CODE_SEQUENCE, Codes.TRACKING_IDENTIFIER.item())
                .set(Tag.TEXT_VALUE, key + " of instance " + FILM)
                .build());
  }

  private static Dataset item(Tag tag, String value) {
    return Dataset.builder().set(tag, value).build();
  }

  private static DatasetBuilder result(String uid, String pack, Instant made) {
    return Dataset.builder()
        .set(Tag.SOP_INSTANCE_UID, uid)
        .set(Tag.SYNTHETIC_DATA, "YES")
        .set(Tag.MANUFACTURER, "orthanc-prism")
        .set(Tag.INSTANCE_CREATION_DATE, DATE.format(made.atOffset(ZoneOffset.UTC)))
        .set(Tag.INSTANCE_CREATION_TIME, TIME.format(made.atOffset(ZoneOffset.UTC)))
        .set(
            Tag.CONTRIBUTING_EQUIPMENT_SEQUENCE,
            ContributingEquipment.synthesizing(algorithm(pack)));
  }

  /** The answers of an Orthanc that holds this study alone. */
  synchronized Answer answer(Request request) {
    String[] parts = request.line().split("[ /]+");
    String id = parts[2];
    return switch (parts[0] + " " + parts[1]) {
      case "GET studies" ->
          switch (parts[3]) {
            case "instances" -> listed(id, FakeStudy::instance);
            case "series" -> listed(id, this::series);
            default ->
                metadata.containsKey(parts[4])
                    ? new Answer(200, metadata.get(parts[4]))
                    : new Answer(404, "");
          };
      case "PUT studies" -> {
        metadata.put(parts[4], request.body());
        yield new Answer(200, "");
      }
      case "GET system" -> new Answer(200, "{\"Version\": \"1.10.1\"}");
      case "GET instances" -> new Answer(200, file(id));
      case "DELETE instances" -> {
        held.remove(uid(id));
        yield new Answer(200, "{}");
      }
      default -> new Answer(400, "");
    };
  }

  private Answer listed(String study, UnaryOperator<String> listed) {
    List<String> uids = held.keySet().stream().filter(uid -> studyOf(uid).equals(study)).toList();
    return uids.isEmpty()
        ? new Answer(404, "")
        : new Answer(200, "[" + String.join(",", uids.stream().map(listed).toList()) + "]");
  }

  private static String instance(String uid) {
    return String.format(
        "{\"ID\": \"%s\", \"ParentSeries\": \"%s\", \"FileUuid\": \"f1\","
            + " \"MainDicomTags\": {\"SOPInstanceUID\": \"%s\"}}",
        uid.replace('.', '-'), uid.replace('.', '-'), uid);
  }

  private String studyOf(String uid) {
    return apart && held.get(uid).string(Tag.SYNTHETIC_DATA).isPresent() ? RESULTS : ID;
  }

  private String series(String uid) {
    return String.format(
        "{\"ID\": \"%s\", \"MainDicomTags\": {\"Manufacturer\": \"%s\"}}",
        uid.replace('.', '-'), held.get(uid).string(Tag.MANUFACTURER).orElse(""));
  }

  private String file(String id) {
    byte[] file = new Part10Codec().write(DicomObject.of(held.get(uid(id))));
    return new String(file, StandardCharsets.ISO_8859_1);
  }

  private static String uid(String id) {
    return id.replace('-', '.');
  }
}
