// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution.bill;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An artifact that Maven resolved.
 *
 * @param classifier empty where it has none
 * @param file where it lies: in a local repository, or in the {@code target} of a module
 */
record Library(
    String group, String artifact, String version, String type, String classifier, Path file) {

  /** On a terminal, Maven colours what it writes to the file as well. */
  private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");

  private static final String MODULE = " -- module ";
  private static final int PARTS = 6;

  /**
   * Reads a line that {@code dependency:list} writes: {@code
   * group:artifact:type:version:scope:file}, with a classifier behind the type where there is one.
   *
   * @throws IllegalArgumentException when it is another line
   */
  static Library parse(String line) {
    String plain = COLOUR.matcher(line).replaceAll("");
    int module = plain.indexOf(MODULE);
    String[] parts = (module < 0 ? plain : plain.substring(0, module)).strip().split(":", -1);
    if (parts.length != PARTS && parts.length != PARTS + 1) {
      throw new IllegalArgumentException("dependency:list writes no such line: " + line);
    }
    int end = parts.length;
    return new Library(
        parts[0],
        parts[1],
        parts[end - 3],
        parts[2],
        end == PARTS ? "" : parts[3],
        Path.of(parts[end - 1]));
  }

  /** Its package URL, which is the same for each that has the same coordinates. */
  String purl() {
    TreeMap<String, String> qualifiers = new TreeMap<>();
    qualifiers.put("type", type);
    if (!classifier.isEmpty()) {
      qualifiers.put("classifier", classifier);
    }
    try {
      return new PackageURL("maven", group, artifact, version, qualifiers, null).canonicalize();
    } catch (MalformedPackageURLException e) {
      throw new IllegalArgumentException("no package URL names " + this, e);
    }
  }
}
