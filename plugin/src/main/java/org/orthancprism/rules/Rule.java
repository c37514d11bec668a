// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.orthancprism.configuration.DailyWindow;

/**
 * A rule: which studies get which edits. It fires for a study when one of its instances meets all
 * that is asked.
 *
 * @param name what answers and logs call it
 * @param match conditions by the attribute they are about
 * @param callingAets application entity titles of senders; empty for any
 * @param sources ways by which instances come, as Orthanc calls them; empty for any
 * @param window when instances come; empty for any time
 * @param edits names of the edits; at least one
 */
public record Rule(
    String name,
    Map<String, Condition> match,
    Set<String> callingAets,
    Set<String> sources,
    Optional<DailyWindow> window,
    List<String> edits) {

  public Rule {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(window, "window");
    match = new LinkedHashMap<>(match);
    callingAets = Set.copyOf(callingAets);
    sources = Set.copyOf(sources);
    edits = List.copyOf(edits);
  }

  /** A rule that fires for every study. */
  public static Rule forAll(List<String> edits) {
    return new Rule("all", Map.of(), Set.of(), Set.of(), Optional.empty(), edits);
  }

  /** Whether it fires for whatever study. */
  boolean asksNothing() {
    return match.isEmpty() && callingAets.isEmpty() && sources.isEmpty() && window.isEmpty();
  }

  /** Why an instance does not meet it, each reason one sentence; none where it does. */
  List<String> objections(Subject subject) {
    List<String> objections = new ArrayList<>();
    match.forEach(
        (attribute, condition) ->
            condition
                .objection(subject.values(attribute))
                .ifPresent(reason -> objections.add(attribute + " " + reason)));
    if (!callingAets.isEmpty() && !callingAets.contains(subject.callingAet())) {
      objections.add(
          "the calling AET is '"
              + subject.callingAet()
              + "' and not of "
              + new TreeSet<>(callingAets));
    }
    if (!sources.isEmpty() && !sources.contains(subject.source())) {
      objections.add("the source is " + subject.source() + " and not of " + new TreeSet<>(sources));
    }
    window
        .filter(daily -> !daily.contains(subject.received()))
        .ifPresent(
            daily ->
                objections.add(
                    "it came at "
                        + subject.received()
                        + " and not from "
                        + daily.from()
                        + " to "
                        + daily.to()
                        + " in "
                        + daily.zone()));
    return objections;
  }
}
