// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What somebody asked to be done with a study, whatever the rules say of it.
 *
 * @param edits names of the edits, for example {@code remove-support-devices}; at least one
 */
public record CounterfactualRequest(List<String> edits) {

  private static final int DIGEST_CHARACTERS = 12;

  public CounterfactualRequest {
    edits = List.copyOf(edits);
    if (edits.isEmpty()) {
      throw new IllegalArgumentException("a request asks for at least one edit");
    }
  }

  /** As it stands in the database and in answers. */
  public JsonObject json() {
    return Json.createObjectBuilder().add("edits", Json.createArrayBuilder(edits)).build();
  }

  static CounterfactualRequest read(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonObject object = reader.readObject();
      return new CounterfactualRequest(
          object.getJsonArray("edits").getValuesAs(JsonString::getString));
    }
  }

  /** The task of this request: asked for twice, it is the same. */
  TaskKey key(String orthanc, String studyId) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(json().toString().getBytes(StandardCharsets.UTF_8));
      String digest = HexFormat.of().formatHex(hash).substring(0, DIGEST_CHARACTERS);
      return new TaskKey(orthanc, studyId + "-" + digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
