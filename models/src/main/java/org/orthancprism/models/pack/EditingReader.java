// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.models.attention.Counterparts;
import org.orthancprism.models.attention.StepRange;
import org.orthancprism.models.attention.UnifiedSchedule;

/** Reads {@code editing} of {@code pack.json}. */
final class EditingReader {

  private EditingReader() {}

  static InversionDefaults read(ManifestObject root) throws PackException {
    if (!root.json().containsKey("editing")) {
      return InversionDefaults.DEFAULT;
    }
    ManifestObject editing = root.object("editing");
    return new InversionDefaults(
        EditingMethod.parse(editing.text("method")),
        editing.json().containsKey("crossAttention")
            ? Counterparts.parse(editing.text("crossAttention"))
            : Counterparts.REFINE,
        editing.number("crossReplace"),
        stepRanges(editing, "selfReplace"),
        editing.number("wordWeight"),
        editing.truth("localBlend"),
        infedit(editing));
  }

  /** What is not stated is as in {@link InfEditSettings#DEFAULT}. */
  private static InfEditSettings infedit(ManifestObject editing) throws PackException {
    InfEditSettings otherwise = InfEditSettings.DEFAULT;
    Optional<ManifestObject> member = editing.optionalObject("infedit");
    if (member.isEmpty()) {
      return otherwise;
    }
    try {
      return infedit(member.get(), otherwise);
    } catch (IllegalArgumentException e) {
      throw new PackException(
          "pack.json: " + editing.placeOf("infedit") + ": " + e.getMessage() + "; correct the file",
          e);
    }
  }

  private static InfEditSettings infedit(ManifestObject infedit, InfEditSettings otherwise)
      throws PackException {
    UnifiedSchedule attention = otherwise.attention();
    return new InfEditSettings(
        infedit.json().containsKey("steps") ? infedit.integer("steps") : otherwise.steps(),
        number(infedit, "guidance", otherwise.guidance()),
        number(infedit, "sourceGuidance", otherwise.sourceGuidance()),
        new UnifiedSchedule(
            number(infedit, "crossReplace", attention.crossReplace()),
            number(infedit, "selfReplace", attention.selfReplace()),
            number(infedit, "localThreshold", attention.localThreshold()),
            number(infedit, "mutualThreshold", attention.mutualThreshold())),
        infedit.json().containsKey("mutualWords")
            ? infedit.texts("mutualWords")
            : otherwise.mutualWords());
  }

  private static double number(ManifestObject parent, String key, double otherwise)
      throws PackException {
    return parent.json().containsKey(key) ? parent.number(key) : otherwise;
  }

  /** Ranges of steps; a number is the end of one that begins with the first step. */
  private static List<StepRange> stepRanges(ManifestObject parent, String key)
      throws PackException {
    List<StepRange> ranges = new ArrayList<>();
    for (JsonValue value : parent.values(key)) {
      try {
        ranges.add(stepRange(parent, key, value));
      } catch (IllegalArgumentException e) {
        throw new PackException(
            "pack.json: " + parent.placeOf(key) + ": " + e.getMessage() + "; correct the file", e);
      }
    }
    return ranges;
  }

  private static StepRange stepRange(ManifestObject parent, String key, JsonValue value)
      throws PackException {
    if (value instanceof JsonNumber end) {
      return StepRange.upTo(end.doubleValue());
    }
    if (value instanceof JsonObject range) {
      ManifestObject member = new ManifestObject(range, parent.placeOf(key));
      return new StepRange(member.number("begin"), member.number("end"));
    }
    throw parent.wrong(key, "a list of numbers, or of objects with begin and end");
  }
}
