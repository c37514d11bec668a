// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.request;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.util.List;
import java.util.Objects;

/**
 * Which edits a user or the rules ask for of a study, by their names.
 *
 * @param edits names of the edits, for example {@code remove-support-devices}; at least one
 * @param choices how they are to be made, where not in the pack's own way
 */
public record CounterfactualRequest(List<String> edits, EditChoices choices) {

  /** Name of the edit that captions alone describe, with no finding that the pack knows. */
  public static final String PROMPTED = "prompted-change";

  private static final int DIGEST_CHARACTERS = 12;

  public CounterfactualRequest {
    edits = List.copyOf(edits);
    Objects.requireNonNull(choices, "choices");
    if (edits.isEmpty()) {
      throw new IllegalArgumentException("a request asks for at least one edit");
    }
  }

  /** Edits in the pack's own way. */
  public static CounterfactualRequest of(List<String> edits) {
    return new CounterfactualRequest(edits, EditChoices.NONE);
  }

  /** Whether captions alone describe what is to be done. */
  public boolean isPrompted() {
    return choices.captions().isPresent() && edits.equals(List.of(PROMPTED));
  }

  /** The JSON form in the database and in answers. */
  public JsonObject json() {
    JsonObjectBuilder json =
        Json.createObjectBuilder().add("edits", Json.createArrayBuilder(edits));
    choices.addTo(json);
    return json.build();
  }

  public static CounterfactualRequest read(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonObject object = reader.readObject();
      return new CounterfactualRequest(
          object.getJsonArray("edits").getValuesAs(JsonString::getString),
          EditChoices.read(object));
    }
  }

  /** The task of this request: asked for twice, it is the same. */
  public TaskKey key(String orthanc, String studyId) {
    return new TaskKey(orthanc, studyId + "-" + JsonDigest.of(json(), DIGEST_CHARACTERS));
  }
}
