// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.util.Map;
import java.util.Optional;

/**
 * A model that a pack is made of.
 *
 * @param name its name on a hub
 * @param revision branch, tag or commit
 * @param file path of the one file that is wanted of it, where that is known
 * @param sha256 SHA-256 of files by path, as whoever wrote the recipe knows them
 */
public record ModelSource(
    ModelName name, String revision, Optional<String> file, Map<String, String> sha256) {

  /** What hubs call the newest revision. */
  public static final String NEWEST = "main";

  public ModelSource {
    HubFile.requireInside(revision);
    file.ifPresent(HubFile::requireInside);
    sha256 = Map.copyOf(sha256);
    sha256.values().forEach(hex -> new HubDigest(HubDigest.Kind.SHA256, hex));
  }

  /**
   * Reads {@code OWNER/NAME} or {@code OWNER/NAME/FILE}.
   *
   * @throws IllegalArgumentException when the text is neither
   */
  public static ModelSource parse(String text) {
    String[] steps = text.split("/", 3);
    return new ModelSource(
        ModelName.parse(steps.length < 2 ? text : steps[0] + "/" + steps[1]),
        NEWEST,
        steps.length == 3 ? Optional.of(steps[2]) : Optional.empty(),
        Map.of());
  }

  /** The same in another revision, whose files nobody has described yet. */
  public ModelSource at(String other) {
    return other.equals(revision) ? this : new ModelSource(name, other, file, Map.of());
  }
}
