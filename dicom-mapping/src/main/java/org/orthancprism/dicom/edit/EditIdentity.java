// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.edit;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which edit it is, as far as UIDs distinguish edits: its name, and what a user chose in place of
 * what the pack does by itself.
 *
 * @param name the edit as it was asked for, for example {@code toggle-pleural-effusion}
 * @param choices by their names, for example {@code method}, {@code seed}; empty where the pack's
 *     own way was taken
 */
public record EditIdentity(String name, Map<String, String> choices) {

  public EditIdentity {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an edit has a name");
    }
    choices = Map.copyOf(choices);
  }

  /** An edit in the pack's own way. */
  public static EditIdentity of(String name) {
    return new EditIdentity(name, Map.of());
  }

  /** The same edit with one more choice. */
  public EditIdentity with(String choice, String value) {
    Map<String, String> more = new TreeMap<>(choices);
    more.put(choice, value);
    return new EditIdentity(name, more);
  }

  /** What UIDs depend on: the name alone where nothing was chosen. */
  public String key() {
    return choices.isEmpty()
        ? name
        : name
            + new TreeMap<>(choices)
                .entrySet().stream()
                    .map(choice -> "; " + choice.getKey() + "=" + choice.getValue())
                    .collect(Collectors.joining());
  }
}
