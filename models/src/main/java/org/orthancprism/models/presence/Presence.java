// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.presence;

/** Whether a classifier sees a finding. */
public enum Presence {
  ABSENT,
  UNDECIDED,
  PRESENT
}
