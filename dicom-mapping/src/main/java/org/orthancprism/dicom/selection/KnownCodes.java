// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.util.Map;

/**
 * Codes of body parts and views, and the word that says the same. SNOMED CT has them as numbers,
 * SNOMED RT with letters before (PS3.16 CID 4031, 4010 and 4011).
 */
final class KnownCodes {

  /** Chest, thorax, lung and their structures. */
  static final Map<String, String> REGIONS =
      Map.of(
          "51185008", "chest",
          "T-D3000", "chest",
          "39607008", "lung",
          "T-28000", "lung",
          "43799004", "chest",
          "181216001", "lung",
          "302551006", "chest");

  static final Map<String, String> VIEWS =
      Map.ofEntries(
          Map.entry("399348003", "antero-posterior"),
          Map.entry("R-10206", "antero-posterior"),
          Map.entry("272479007", "postero-anterior"),
          Map.entry("R-10214", "postero-anterior"),
          Map.entry("399033003", "frontal"),
          Map.entry("R-10202", "frontal"),
          Map.entry("399067008", "lateral"),
          Map.entry("R-102CD", "lateral"),
          Map.entry("399173006", "lateral"),
          Map.entry("R-10236", "lateral"),
          Map.entry("399198007", "lateral"),
          Map.entry("R-10232", "lateral"),
          Map.entry("111069", "cross table"),
          Map.entry("399182000", "oblique"),
          Map.entry("R-102C1", "oblique"),
          Map.entry("R-10204", "oblique"),
          Map.entry("R-10208", "oblique"),
          Map.entry("R-10216", "oblique"),
          Map.entry("R-10218", "oblique"),
          Map.entry("R-10220", "oblique"),
          Map.entry("R-10210", "oblique"),
          Map.entry("R-10212", "oblique"),
          Map.entry("R-10234", "oblique"),
          Map.entry("R-10238", "oblique"));

  private KnownCodes() {}
}
