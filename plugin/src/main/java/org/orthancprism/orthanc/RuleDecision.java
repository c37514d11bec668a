// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.orthanc;

import java.util.List;

/**
 * What an Orthanc's rules call for.
 *
 * @param edits names of the edits; empty where no rule fires
 * @param rules names of the rules that decide so
 */
public record RuleDecision(List<String> edits, List<String> rules) {

  public RuleDecision {
    edits = List.copyOf(edits);
    rules = List.copyOf(rules);
  }
}
