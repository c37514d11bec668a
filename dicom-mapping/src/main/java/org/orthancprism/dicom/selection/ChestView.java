// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/** What attributes and free text say about body part and view. */
final class ChestView {

  /** CID 4031 in both schemes, and what free text calls it. */
  private static final Set<String> CHEST_CODES =
      Set.of("51185008", "T-D3000", "39607008", "T-28000", "43799004", "181216001", "302551006");

  private static final Set<String> CHEST_WORDS =
      Set.of("CHEST", "THORAX", "TORAX", "THORACIC", "LUNG", "LUNGS", "CXR", "PULMO", "POUMON");

  /** Body parts of PS3.16 annex L that a radiograph may show instead. */
  private static final Set<String> OTHER_BODY_PARTS =
      Set.of(
          "ABDOMEN",
          "ANKLE",
          "ARM",
          "BREAST",
          "CALCANEUS",
          "CERVICAL",
          "CHESTABDOMEN",
          "CLAVICLE",
          "COCCYX",
          "CSPINE",
          "ELBOW",
          "EXTREMITY",
          "FEMUR",
          "FINGER",
          "FOOT",
          "FOREARM",
          "HAND",
          "HEAD",
          "HIP",
          "HUMERUS",
          "JAW",
          "KNEE",
          "LEG",
          "LSPINE",
          "LUMBAR",
          "MANDIBLE",
          "NECK",
          "ORBIT",
          "PATELLA",
          "PELVIS",
          "SACRUM",
          "SCAPULA",
          "SHOULDER",
          "SINUS",
          "SKULL",
          "SPINE",
          "SSPINE",
          "STERNUM",
          "TEETH",
          "THIGH",
          "THUMB",
          "TIBIA",
          "TOE",
          "TSPINE",
          "WRIST");

  /** CID 4010: antero-posterior and postero-anterior, in both schemes. */
  private static final Set<String> FRONTAL_CODES =
      Set.of("399348003", "R-10206", "272479007", "R-10214");

  private static final Set<String> FRONTAL_WORDS = Set.of("AP", "PA");

  private static final Set<String> OTHER_VIEW_WORDS =
      Set.of(
          "LAT",
          "LATERAL",
          "LL",
          "RL",
          "LLD",
          "RLD",
          "LAO",
          "RAO",
          "LPO",
          "RPO",
          "OBL",
          "OBLIQUE",
          "DECUBITUS",
          "SEITLICH",
          "LATERALE",
          "PROFIL",
          "XTABLE");

  private ChestView() {}

  /** Why the body part is not the chest; empty if it is, or nobody says otherwise. */
  static Optional<String> otherBodyPart(Dataset dataset) {
    Optional<String> bodyPart = dataset.string(Tag.BODY_PART_EXAMINED);
    if (bodyPart.isPresent()) {
      List<String> words = words(bodyPart);
      boolean chest = words.stream().anyMatch(CHEST_WORDS::contains);
      return chest ? Optional.empty() : Optional.of(named("Body Part Examined is ", words));
    }
    List<String> codes = codes(dataset, Tag.ANATOMIC_REGION_SEQUENCE);
    if (!codes.isEmpty()) {
      return codes.stream().anyMatch(CHEST_CODES::contains)
          ? Optional.empty()
          : Optional.of("Anatomic Region Sequence names another region than the chest");
    }
    List<String> words =
        words(
            dataset,
            Tag.STUDY_DESCRIPTION,
            Tag.SERIES_DESCRIPTION,
            Tag.PROTOCOL_NAME,
            Tag.ACQUISITION_DEVICE_PROCESSING_DESCRIPTION);
    boolean chest = words.stream().anyMatch(CHEST_WORDS::contains);
    return words.stream()
        .filter(word -> !chest && OTHER_BODY_PARTS.contains(word))
        .findFirst()
        .map(word -> "the description speaks of another body part: " + word);
  }

  /** Whether an attribute names the chest. */
  static boolean namesChest(Dataset dataset) {
    return dataset.string(Tag.BODY_PART_EXAMINED).isPresent()
        || !codes(dataset, Tag.ANATOMIC_REGION_SEQUENCE).isEmpty();
  }

  /** Why the view is not frontal; empty if it is, or nobody says otherwise. */
  static Optional<String> otherView(Dataset dataset) {
    Optional<String> view = dataset.string(Tag.VIEW_POSITION);
    if (view.isPresent()) {
      List<String> words = words(view);
      boolean frontal =
          words.stream().anyMatch(FRONTAL_WORDS::contains)
              && words.stream().noneMatch(OTHER_VIEW_WORDS::contains);
      return frontal ? Optional.empty() : Optional.of(viewNamed(words));
    }
    List<String> codes = codes(dataset, Tag.VIEW_CODE_SEQUENCE);
    if (!codes.isEmpty()) {
      return codes.stream().anyMatch(FRONTAL_CODES::contains)
          ? Optional.empty()
          : Optional.of("View Code Sequence names another view than AP or PA");
    }
    return sideways(dataset).or(() -> otherViewInWords(dataset));
  }

  /** The study's description is not asked: one of "PA and lateral" covers both films. */
  private static Optional<String> otherViewInWords(Dataset dataset) {
    List<String> words =
        words(
            dataset,
            Tag.SERIES_DESCRIPTION,
            Tag.PROTOCOL_NAME,
            Tag.ACQUISITION_DEVICE_PROCESSING_DESCRIPTION);
    boolean frontal = words.stream().anyMatch(FRONTAL_WORDS::contains);
    return words.stream()
        .filter(word -> !frontal && OTHER_VIEW_WORDS.contains(word))
        .findFirst()
        .map(word -> "the description speaks of another view: " + word);
  }

  /** Whether an attribute names the view. */
  static boolean namesView(Dataset dataset) {
    return dataset.string(Tag.VIEW_POSITION).isPresent()
        || !codes(dataset, Tag.VIEW_CODE_SEQUENCE).isEmpty();
  }

  /** In a frontal film rows run from right to left or back, never to front or back. */
  private static Optional<String> sideways(Dataset dataset) {
    return dataset
        .string(Tag.PATIENT_ORIENTATION)
        .filter(direction -> direction.startsWith("A") || direction.startsWith("P"))
        .map(direction -> "Patient Orientation is that of a lateral film");
  }

  /** Only words that are known to be no patient's are repeated. */
  private static String named(String prefix, List<String> words) {
    return words.stream()
        .filter(OTHER_BODY_PARTS::contains)
        .findFirst()
        .map(word -> prefix + word + ", not CHEST")
        .orElse(prefix + "not CHEST");
  }

  private static String viewNamed(List<String> words) {
    return words.stream()
        .filter(OTHER_VIEW_WORDS::contains)
        .findFirst()
        .map(word -> "View Position is " + word + ", not AP or PA")
        .orElse("View Position is not AP or PA");
  }

  private static List<String> codes(Dataset dataset, Tag sequence) {
    return dataset.items(sequence).stream()
        .flatMap(item -> item.string(Tag.CODE_VALUE).stream())
        .toList();
  }

  private static List<String> words(Dataset dataset, Tag... tags) {
    return Arrays.stream(tags).flatMap(tag -> words(dataset.string(tag)).stream()).toList();
  }

  private static List<String> words(Optional<String> text) {
    return text.stream()
        .flatMap(value -> Arrays.stream(value.toUpperCase(Locale.ROOT).split("[^A-Z]+", -1)))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
