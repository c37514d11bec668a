// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the status tells of the destinations of results. */
class DestinationsNowTest {

  @TempDir Path storage;

  private DescribedApi sendingTo(String... destinations) {
    JsonObject prism =
        Json.createObjectBuilder()
            .add("Enabled", true)
            .add("Pack", "/packs/nowhere")
            .add("Edits", Json.createArrayBuilder().add("remove-support-devices"))
            .add(
                "Results",
                Json.createObjectBuilder()
                    .add("Destinations", Json.createArrayBuilder(List.of(destinations))))
            .build();
    RecordingHost host =
        new RecordingHost(
            Json.createObjectBuilder()
                .add("StorageDirectory", storage.toString())
                .add("AuthenticationEnabled", true)
                .add("RegisteredUsers", Json.createObjectBuilder().add("reader", "secret"))
                .add("Prism", prism)
                .build()
                .toString());
    host.answers.put("/modalities", "[\"PACS\"]");
    host.answers.put("/peers", "[]");
    host.answers.put("/plugins", "[\"explorer.js\"]");
    return DescribedApi.entered(host, new HashSet<>());
  }

  private static JsonObject status(DescribedApi api) {
    try (JsonReader reader = Json.createReader(new StringReader(api.get("/prism/status").body()))) {
      return reader.readObject();
    }
  }

  @Test
  void aNameThatOrthancDoesNotKnowIsAProblemUntilOrthancKnowsIt() {
    DescribedApi api = sendingTo("PACS", "WEB");
    JsonArray destinations = status(api).getJsonArray("destinations");
    assertEquals(Json.createObjectBuilder().add("name", "PACS").build(), destinations.get(0));
    String problem = destinations.getJsonObject(1).getString("problem");
    assertTrue(problem.contains("no modality, peer or DICOMweb server by the name WEB"), problem);
    assertFalse(api.host().asked.contains("/dicom-web/servers"), "that plugin is not there");
    api.host().answers.put("/plugins", "[\"dicom-web\", \"explorer.js\"]");
    api.host().answers.put("/dicom-web/servers", "[\"WEB\"]");
    assertFalse(status(api).getJsonArray("destinations").getJsonObject(1).containsKey("problem"));
  }

  @Test
  void whereResultsStayInOrthancNothingIsAskedOrTold() {
    DescribedApi api = sendingTo();
    assertFalse(status(api).containsKey("destinations"));
    assertFalse(api.host().asked.contains("/modalities"));
  }
}
