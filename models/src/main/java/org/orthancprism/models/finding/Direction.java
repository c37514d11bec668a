// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.finding;

/** Whether an edit takes a finding out of a film or puts it in. */
public enum Direction {
  REMOVE,
  ADD
}
