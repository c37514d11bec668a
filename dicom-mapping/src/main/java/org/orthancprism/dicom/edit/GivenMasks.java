// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.edit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.orthancprism.dicom.contour.Contour;

/**
 * Where a user lets a film change.
 *
 * @param edit outlines of the edit mask, outside of which nothing changed; none for the whole film
 * @param keep outlines of the keep mask, inside of which nothing changed
 */
public record GivenMasks(List<Contour> edit, List<Contour> keep) {

  public GivenMasks {
    edit = List.copyOf(edit);
    keep = List.copyOf(keep);
    if (edit.isEmpty() && keep.isEmpty()) {
      throw new IllegalArgumentException("an edit mask or a keep mask is given");
    }
  }

  /** The outlines of a mask as Graphic Data: columns and rows in turn, a semicolon between two. */
  public static String text(List<Contour> mask) {
    return mask.stream()
        .map(
            contour ->
                Arrays.stream(contour.points())
                    .mapToObj(GivenMasks::number)
                    .collect(Collectors.joining("\\")))
        .collect(Collectors.joining("; "));
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** A sentence about them. */
  String sentence() {
    return (edit.isEmpty() ? "" : "Changed only within an edit mask that was given. ")
        + (keep.isEmpty() ? "" : "Unchanged within a keep mask that was given. ");
  }
}
