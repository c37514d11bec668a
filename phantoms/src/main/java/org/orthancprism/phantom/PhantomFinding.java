// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

/** What a phantom can have, and lose. */
public enum PhantomFinding {
  SUPPORT_DEVICES,
  PLEURAL_EFFUSION,
  CARDIOMEGALY,
  LUNG_OPACITY,
  PNEUMOTHORAX
}
