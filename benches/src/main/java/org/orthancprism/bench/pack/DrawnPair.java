// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.util.EnumSet;
import java.util.Set;
import org.orthancprism.models.compositing.Region;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.phantom.DrawnDevices;
import org.orthancprism.phantom.Phantom;
import org.orthancprism.phantom.PhantomFinding;
import org.orthancprism.phantom.PhantomSettings;
import org.orthancprism.phantom.Variety;

/**
 * A film with something drawn on it, and the same film without: what a perfect removal would give.
 *
 * @param film with it
 * @param truth without it, of the same size
 */
record DrawnPair(Film film, Film truth) {

  /** A smaller change of luminance does not count as drawn: as in training. */
  static final float VISIBLE = 0.012f;

  DrawnPair {
    if (film.rows() != truth.rows() || film.columns() != truth.columns()) {
      throw new IllegalArgumentException("film and truth differ in size");
    }
  }

  /** Devices drawn onto a film that has none. */
  static DrawnPair ofDevices(Film clean, long seed) {
    return new DrawnPair(DrawnDevices.over(clean, seed), clean);
  }

  /** A phantom with one finding, of a patient such as clinics have. */
  static DrawnPair phantom(PhantomFinding finding, int side, long seed) {
    return phantom(finding, Set.of(), side, seed);
  }

  /** The same with other findings that both films keep. */
  static DrawnPair phantom(
      PhantomFinding finding, Set<PhantomFinding> others, int side, long seed) {
    EnumSet<PhantomFinding> findings = EnumSet.of(finding);
    findings.addAll(others);
    Phantom phantom =
        Phantom.generate(new PhantomSettings(side, side, seed, findings, Variety.CLINICAL));
    return new DrawnPair(phantom.film(), phantom.without(finding));
  }

  /** How much what was drawn changes each pixel's luminance. */
  Plane contrast() {
    return ChangedPixels.between(film, truth).change();
  }

  /** Share of the pixels farther than some pixels from what was drawn that an edit changed. */
  double changedBeyond(int distance, Film edited) {
    Region near = Region.above(contrast(), VISIBLE).grown(distance);
    return ChangedPixels.between(edited, film).share((row, column) -> !near.contains(row, column));
  }
}
