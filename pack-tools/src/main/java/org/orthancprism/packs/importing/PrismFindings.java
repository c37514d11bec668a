// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import org.orthancprism.models.pack.Compositing;

/**
 * PRISM's captions and findings (arXiv 2503.00196), which are CheXpert's labels (Irvin et al.,
 * arXiv 1901.07031). {@code No Finding} can't be edited; captions contain it where CheXpert's
 * labeler sets it.
 *
 * <p>Codes are SNOMED CT's where it has the concept. Where CheXpert's label is a radiographic sign,
 * RadLex has the word; the label of all other pleural findings is CheXpert's own.
 */
final class PrismFindings {

  private static final String SNOMED = "SCT";
  private static final String RADLEX = "RADLEX";
  private static final String CHEXPERT = "99CHEXPERT";

  /** Share of the film that must change for a removed finding to have been there. */
  private static final double PRESENT_FROM = 0.005;

  private record Entry(
      String name, String code, String scheme, String meaning, Compositing compositing) {}

  private static final List<Entry> ENTRIES =
      List.of(
          soft("Enlarged Cardiomediastinum", "49483002", SNOMED, "Disorder of mediastinum"),
          soft("Cardiomegaly", "8186001", SNOMED, "Cardiomegaly"),
          soft("Lung Opacity", "RID28530", RADLEX, "opacity"),
          soft("Lung Lesion", "RID38780", RADLEX, "lesion"),
          soft("Edema", "19242006", SNOMED, "Pulmonary edema"),
          soft("Consolidation", "95436008", SNOMED, "Lung consolidation"),
          soft("Pneumonia", "233604007", SNOMED, "Pneumonia"),
          soft("Atelectasis", "46621007", SNOMED, "Atelectasis"),
          soft("Pneumothorax", "36118008", SNOMED, "Pneumothorax"),
          soft("Pleural Effusion", "60046008", SNOMED, "Pleural effusion"),
          soft("Pleural Other", "PLEURAL_OTHER", CHEXPERT, "Pleural Other"),
          sharp("Fracture", "125605004", SNOMED, "Fracture of bone"),
          sharp("Support Devices", "49062001", SNOMED, "Device"));

  private PrismFindings() {}

  private static Entry soft(String name, String code, String scheme, String meaning) {
    return new Entry(name, code, scheme, meaning, Compositing.RESIDUAL);
  }

  private static Entry sharp(String name, String code, String scheme, String meaning) {
    return new Entry(name, code, scheme, meaning, Compositing.REPLACEMENT);
  }

  /**
   * The member {@code captions} of {@code pack.json}. PRISM's training lists every label that is 1,
   * {@code No Finding} included ({@code finetune_chexpert.py}, {@code create_captions}). Its
   * sentence {@code Normal chest X-ray with no significant findings} describes films without any
   * label that is 1, such as those with uncertain labels alone: no edit aims at these.
   */
  static JsonObject captions() {
    return Json.createObjectBuilder()
        .add("kind", "description")
        .add("template", "Chest X-ray showing {findings}")
        .add(
            "noFinding",
            Json.createObjectBuilder()
                .add("name", "No Finding")
                .add("beside", Json.createArrayBuilder().add("Support Devices")))
        .build();
  }

  /** The member {@code findings} of {@code pack.json}. */
  static JsonArray findings(int resolution) {
    JsonArrayBuilder findings = Json.createArrayBuilder();
    for (Entry entry : ENTRIES) {
      findings.add(
          Json.createObjectBuilder()
              .add("name", entry.name())
              .add("code", entry.code())
              .add("codingScheme", entry.scheme())
              .add("meaning", entry.meaning())
              .add("directions", Json.createArrayBuilder().add("remove").add("add"))
              .add("resolution", resolution)
              .add("compositing", entry.compositing().label())
              .add("presentFrom", PRESENT_FROM)
              .add("limits", limits(entry)));
    }
    return findings.build();
  }

  /** Bones and devices lie outside of the thorax as well. */
  private static JsonObjectBuilder limits(Entry entry) {
    JsonObjectBuilder limits = Json.createObjectBuilder();
    return entry.compositing() == Compositing.REPLACEMENT ? limits.add("outsideThorax", 1) : limits;
  }

  /** The member {@code editing} of {@code pack.json}: PRISM's settings, with a faster inversion. */
  static JsonObjectBuilder editing() {
    return Json.createObjectBuilder()
        .add("method", "direct")
        .add("crossReplace", 0.8)
        .add("selfReplace", Json.createArrayBuilder(List.of(0.4, 0.5, 0.6, 0.7, 0.8)))
        .add("wordWeight", 2.0)
        .add("localBlend", true);
  }
}
