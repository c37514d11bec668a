// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.util.regex.Pattern;

/**
 * A model's name on a hub.
 *
 * @param owner the user or organisation that publishes it
 * @param name its name there
 */
public record ModelName(String owner, String name) {

  private static final Pattern PART =
      Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?");

  public ModelName {
    if (!isPart(owner) || !isPart(name)) {
      throw new IllegalArgumentException(
          "'" + owner + "/" + name + "' is no model: write OWNER/NAME as the hub's page shows it");
    }
  }

  private static boolean isPart(String text) {
    return PART.matcher(text).matches() && !text.contains("..") && !text.contains("--");
  }

  /**
   * Reads {@code OWNER/NAME}.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static ModelName parse(String text) {
    int slash = text.indexOf('/');
    return new ModelName(
        slash < 0 ? "" : text.substring(0, slash), slash < 0 ? text : text.substring(slash + 1));
  }

  /** {@code OWNER--NAME}, as a folder. */
  String folder() {
    return owner + "--" + name;
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
