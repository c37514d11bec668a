// SPDX-License-Identifier: GPL-3.0-or-later
// The label that is burned into a counterfactual: no part of what the edit changed.

const PLACE = /Label burned in over columns (\d+) to (\d+) of rows (\d+) to (\d+)/;

/**
 * Where the label is, as Derivation Description tells, which counts from 1 as DICOM does.
 *
 * @returns {?{left: number, right: number, top: number, bottom: number}} first column and row, and
 *     those behind the last, from 0; null where there is no label
 */
export function labelOf(tags) {
  const found = PLACE.exec(tags.DerivationDescription ?? '');
  if (!found) {
    return null;
  }
  const [first, last, upper, lower] = found.slice(1).map(Number);
  return { left: first - 1, right: last, top: upper - 1, bottom: lower };
}
