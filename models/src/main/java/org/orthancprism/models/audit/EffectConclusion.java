// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import java.util.Locale;

/** What is to be said of an edit's effect on one finding. */
public enum EffectConclusion {

  /** It is the edit's own finding, and it changed as it was meant to. */
  ACHIEVED,

  /** It is the edit's own finding, and it did not change as it was meant to. */
  FAILED,

  /** It is another finding, and it changed all the same. */
  UNINTENDED,

  /** It is another finding, and no change is significant. */
  UNAFFECTED,

  /** It changed, but not surely more than under a control of the edit. */
  NOT_BEYOND_CONTROLS,

  /** The films are of too few patients to tell. */
  TOO_FEW_FILMS;

  /** The name in tables and JSON, as {@code too few films}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Whether it names a change that is no chance. */
  public boolean isNamed() {
    return this == ACHIEVED || this == UNINTENDED;
  }
}
