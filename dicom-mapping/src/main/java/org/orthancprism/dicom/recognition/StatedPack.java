// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.recognition;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orthancprism.dicom.code.SynthesizingEquipment;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * The pack that a synthetic object names in the Contribution Description (0018,A003) of its
 * synthesizing equipment.
 *
 * @param name the pack's name and version
 * @param digest the pack's digest, 64 hexadecimal digits
 */
public record StatedPack(String name, String digest) {

  private static final Pattern DESCRIPTION =
      Pattern.compile("with the pack (.{1,140}), SHA-256 ([0-9a-f]{64})");

  /** The pack that an object of ours names; empty where it names none. */
  public static Optional<StatedPack> of(Dataset dataset) {
    return SynthesizingEquipment.of(dataset)
        .flatMap(item -> item.string(Tag.CONTRIBUTION_DESCRIPTION).stream())
        .map(DESCRIPTION::matcher)
        .filter(Matcher::find)
        .map(found -> new StatedPack(found.group(1), found.group(2)))
        .findFirst();
  }
}
