// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.counterfactual;

/** One change that is made to a film. */
public sealed interface Edit permits FindingEdit, PromptEdit {

  /** The edit's name. */
  String name();
}
