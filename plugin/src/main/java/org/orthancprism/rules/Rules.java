// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of an Orthanc.
 *
 * @param rules in the order in which they are asked
 * @param firstOnly whether the first that fires decides alone; otherwise the edits of all that fire
 *     are made
 */
public record Rules(List<Rule> rules, boolean firstOnly) {

  public Rules {
    rules = List.copyOf(rules);
  }

  /**
   * What the rules say of a study.
   *
   * @param edits names of the edits that it gets; empty where no rule fires
   * @param verdicts what each rule says, in their order
   */
  public record Decision(List<String> edits, List<Verdict> verdicts) {
    public Decision {
      edits = List.copyOf(edits);
      verdicts = List.copyOf(verdicts);
    }
  }

  /**
   * What one rule says of a study.
   *
   * @param rule its name
   * @param fires whether it fires
   * @param decides whether its edits are made
   * @param reasons by which instance it fires, or why it fires by none
   */
  public record Verdict(String rule, boolean fires, boolean decides, List<String> reasons) {
    public Verdict {
      reasons = List.copyOf(reasons);
    }
  }

  /** Whether all of them fire for every study, so that no study need be read. */
  public boolean askNothing() {
    return rules.stream().allMatch(Rule::asksNothing);
  }

  /** Decides about a study by those of its instances that may be films. */
  public Decision decide(List<Subject> instances) {
    Set<String> edits = new LinkedHashSet<>();
    List<Verdict> verdicts = new ArrayList<>();
    boolean decided = false;
    for (Rule rule : rules) {
      List<String> objections = new ArrayList<>();
      String by = firing(rule, instances, objections);
      boolean fires = !by.isEmpty();
      boolean decides = fires && !(firstOnly && decided);
      if (decides) {
        edits.addAll(rule.edits());
      }
      decided |= fires;
      verdicts.add(
          new Verdict(rule.name(), fires, decides, fires ? List.of(reason(rule, by)) : objections));
    }
    return new Decision(List.copyOf(edits), verdicts);
  }

  private static String reason(Rule rule, String by) {
    return rule.asksNothing() ? "asks for nothing, so it fires for every study" : "instance " + by;
  }

  /** The first instance by which a rule fires; empty where there is none, with the objections. */
  private static String firing(Rule rule, List<Subject> instances, List<String> objections) {
    if (instances.isEmpty()) {
      objections.add("no instance of the study may be a film");
    }
    for (Subject instance : instances) {
      List<String> ofInstance = rule.objections(instance);
      if (ofInstance.isEmpty()) {
        return instance.instanceId();
      }
      ofInstance.forEach(
          objection -> objections.add("instance " + instance.instanceId() + ": " + objection));
    }
    return "";
  }
}
