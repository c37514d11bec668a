// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

/** The way of the beam through a chest. */
enum Projection {
  /** From back to front, the patient standing at the detector. */
  PA,
  /** From front to back, the patient in bed on the detector, as in intensive care. */
  AP
}
