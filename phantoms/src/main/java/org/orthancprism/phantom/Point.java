// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

/**
 * A place on the detector, in millimetres from its upper left corner.
 *
 * @param x towards the patient's left, along a row
 * @param y downwards, along a column
 */
record Point(double x, double y) {

  Point plus(double dx, double dy) {
    return new Point(x + dx, y + dy);
  }

  Point towards(Point other, double share) {
    return new Point(x + share * (other.x - x), y + share * (other.y - y));
  }
}
