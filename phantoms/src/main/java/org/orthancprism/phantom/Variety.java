// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

/** How much phantoms differ from one another. */
public enum Variety {
  /** Straight, upright patients of middling build, evenly exposed: what tests and the demo take. */
  PLAIN,
  /**
   * What comes through a clinic's door: PA and AP, rotated, slim and stout, deep and shallow
   * breath, exposures from thin to dense, collimation, grids, noise.
   */
  CLINICAL
}
