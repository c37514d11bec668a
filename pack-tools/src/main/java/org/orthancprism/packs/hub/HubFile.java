// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.util.List;

/**
 * A file of a model, as a hub lists it.
 *
 * @param path where it is in the model's folder, with slashes; never outside of it
 * @param size in bytes
 * @param digest of its content
 */
public record HubFile(String path, long size, HubDigest digest) {

  public HubFile {
    requireInside(path);
    if (size < 0) {
      throw new IllegalArgumentException(path + " can't have a size of " + size);
    }
  }

  /**
   * Refuses a path that leads out of the model's folder, or is none.
   *
   * @throws IllegalArgumentException when it does
   */
  static void requireInside(String path) {
    List<String> steps = List.of(path.split("/", -1));
    boolean isStrange =
        path.indexOf('\\') >= 0
            || path.indexOf(':') >= 0
            || path.chars().anyMatch(Character::isISOControl);
    if (isStrange || steps.contains("") || steps.contains(".") || steps.contains("..")) {
      throw new IllegalArgumentException(
          "'" + path.replaceAll("\\p{Cntrl}", "?") + "' is no path within a model's folder");
    }
  }

  /** The folder that it is in, empty at the top. */
  String folder() {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /** Its name in its folder. */
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
