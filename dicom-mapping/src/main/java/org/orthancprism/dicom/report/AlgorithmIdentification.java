// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.util.ArrayList;
import java.util.List;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.edit.Algorithm;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.GivenMasks;

/**
 * TID 4019: which algorithm made an edit, and with which parameters.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/chtml/part16/sect_TID_4019.html">PS3.16
 *     TID 4019</a>
 */
final class AlgorithmIdentification {

  private AlgorithmIdentification() {}

  /** The items, each a concept modifier of the group whose content the algorithm made. */
  static List<ContentItem> of(Algorithm algorithm, EditDescription edit) {
    List<ContentItem> items = new ArrayList<>();
    items.add(ContentItem.text(Codes.ALGORITHM_NAME, algorithm.modelName()));
    items.add(
        ContentItem.text(
            Codes.ALGORITHM_VERSION,
            algorithm.softwareVersion()
                + ", pack "
                + algorithm.packName()
                + " "
                + algorithm.packVersion()));
    items.add(ContentItem.text(Codes.ALGORITHM_MANUFACTURER, algorithm.manufacturer()));
    parameter(items, "edit", edit.name());
    parameter(items, "method", edit.method());
    parameter(items, "source caption", edit.sourceCaption());
    parameter(items, "target caption", edit.targetCaption());
    parameter(items, "seed", Long.toString(edit.seed()));
    parameter(items, "steps", Integer.toString(edit.steps()));
    parameter(items, "guidance", Double.toString(edit.guidance()));
    edit.masks()
        .ifPresent(
            masks -> {
              parameter(items, "edit mask", GivenMasks.text(masks.edit()));
              parameter(items, "keep mask", GivenMasks.text(masks.keep()));
            });
    parameter(items, "pack SHA-256", algorithm.packDigest());
    parameter(items, "DICOM codec", algorithm.codec());
    items.add(ContentItem.code(Codes.ALGORITHM_FAMILY, Codes.ARTIFICIAL_INTELLIGENCE));
    return items;
  }

  private static void parameter(List<ContentItem> items, String name, String value) {
    if (!value.isBlank()) {
      items.add(ContentItem.text(Codes.ALGORITHM_PARAMETERS, name + " = " + value));
    }
  }
}
