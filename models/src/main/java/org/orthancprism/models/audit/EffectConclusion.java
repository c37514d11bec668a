// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

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

  /** One film is too few. */
  UNDECIDED
}
