// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.OrthancServer;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.delivery.Deliverer;
import org.orthancprism.delivery.Delivery;
import org.orthancprism.delivery.DeliveryPolicy;
import org.orthancprism.delivery.DeliveryRecords;
import org.orthancprism.delivery.Destinations;
import org.orthancprism.delivery.OrthancSender;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.orthanc.StoredInstance;

/** Results that are sent to a second Orthanc, which goes away and comes back. */
class DestinationsTest {

  @TempDir private Path folder;

  private static JsonObject delivery(JsonObject task, String destination) {
    if (!task.containsKey("deliveries")) {
      return JsonObject.EMPTY_JSON_OBJECT;
    }
    return task.getJsonArray("deliveries").getValuesAs(JsonObject.class).stream()
        .filter(one -> one.getString("destination").equals(destination))
        .findFirst()
        .orElse(JsonObject.EMPTY_JSON_OBJECT);
  }

  private static Predicate<JsonObject> is(String destination, String state) {
    return task -> delivery(task, destination).getString("state", "").equals(state);
  }

  private static Predicate<JsonObject> waitsFor(String destination) {
    return task -> delivery(task, destination).containsKey("reason");
  }

  private static Set<String> problems(Pacs pacs) throws Exception {
    JsonObject status =
        Json.createReader(new ByteArrayInputStream(pacs.server().api().get("/prism/status")))
            .readObject();
    return status.getJsonArray("destinations").getValuesAs(JsonObject.class).stream()
        .filter(one -> one.containsKey("problem"))
        .map(one -> one.getString("name"))
        .collect(Collectors.toSet());
  }

  private ServerSettings sender(OrthancServer receiver) {
    ServerSettings settings = Pacs.settings(folder.resolve("sender"));
    JsonObject prism = settings.sections().getJsonObject("Prism");
    JsonObject results =
        Json.createObjectBuilder(prism.getJsonObject("Results"))
            .add("Destinations", Json.createArrayBuilder().add("RESEARCH").add("NOWHERE"))
            .build();
    return settings
        .withSection("Prism", Json.createObjectBuilder(prism).add("Results", results).build())
        .withSection(
            "DicomModalities",
            Json.createObjectBuilder()
                .add(
                    "RESEARCH",
                    Json.createArrayBuilder()
                        .add(OrthancServer.AE_TITLE)
                        .add("127.0.0.1")
                        .add(receiver.dicomPort()))
                .build());
  }

  @Test
  void aDestinationThatComesBackGetsTheResultsAndNothingElseThoughOrthancRestarted()
      throws Exception {
    Path second = folder.resolve("receiver");
    OrthancServer receiver =
        OrthancServer.start(ServerSettings.plain(second, List.of(), JsonObject.EMPTY_JSON_OBJECT));
    receiver.close();
    TestFilm film = TestFilm.ofSeed(2301);
    ServerSettings settings = sender(receiver);
    String study;
    try (Pacs pacs = Pacs.start(settings)) {
      pacs.send(film.file(folder));
      study = pacs.studyId(film.studyInstanceUid());
      pacs.awaitDone(study);
      JsonObject task = pacs.awaitTask(study, waitsFor("RESEARCH").and(waitsFor("NOWHERE")));
      String unknown = delivery(task, "NOWHERE").getString("reason");
      assertTrue(unknown.contains("no modality, peer or DICOMweb server"), unknown);
      assertTrue(
          pacs.server().logLines().stream()
              .anyMatch(
                  line -> line.contains("NOWHERE") && line.contains("until then results wait")),
          "a warning at the start");
      assertEquals(Set.of("NOWHERE"), problems(pacs), "of the status");
    }
    try (OrthancServer back = receiver.startAgain();
        Pacs pacs = Pacs.start(settings)) {
      JsonObject task = pacs.awaitTask(study, is("RESEARCH", "sent"));
      assertEquals(Checkout.COMPLETE - 1, delivery(task, "RESEARCH").getInt("objects"));
      assertTrue(is("NOWHERE", "waiting").test(task), task::toString);
      Set<String> results =
          pacs.instances(study).stream()
              .map(StoredInstance::sopInstanceUid)
              .filter(uid -> !uid.equals(film.sopInstanceUid()))
              .collect(Collectors.toSet());
      assertEquals(results, Archive.uids(back), "no film among them");
    }
  }

  @Test
  void modalitiesPeersAndDicomWebServersAreSentToAsOrthancKnowsThem() throws Exception {
    TestFilm film = TestFilm.ofSeed(2302);
    Path dicomWeb = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");
    try (OrthancServer receiver = plain("archive", JsonObject.EMPTY_JSON_OBJECT, dicomWeb);
        OrthancServer sender = plain("router", knowing(receiver), dicomWeb);
        QueueDatabase database =
            QueueDatabase.open(
                new QueueSettings("jdbc:sqlite:" + folder.resolve("queue.db"), "", ""),
                QueueDatabase.Side.WORKERS)) {
      List<String> ids = new ArrayList<>();
      Set<String> sent = new HashSet<>();
      sender.api().post("/instances", film.bytes());
      for (DicomObject object : MadeResults.of(film.object()).values()) {
        ids.add(sender.client().store(new Part10Codec().write(object)).id());
        sent.add(object.sopInstanceUid().orElseThrow());
      }
      DeliveryRecords records = new DeliveryRecords(database, "local", Clock.systemUTC());
      Deliverer deliverer =
          new Deliverer(
              records,
              new OrthancSender(sender.client()),
              DeliveryPolicy.DEFAULT,
              () -> false,
              Clock.systemUTC());
      for (String name : List.of("modality", "peer", "web")) {
        records.add(name, new Destinations(List.of(name)), ids);
        deliverer.deliver();
        Delivery delivery = records.of(List.of(name)).get(0);
        assertEquals(Delivery.State.SENT, delivery.state(), delivery::toString);
        assertEquals(sent, Archive.uids(receiver), name);
        for (JsonString study :
            receiver.api().json("/studies").asJsonArray().getValuesAs(JsonString.class)) {
          receiver.api().delete("/studies/" + study.getString());
        }
      }
    }
  }

  private OrthancServer plain(String name, JsonObject sections, Path plugin)
      throws ServerException {
    return OrthancServer.start(
        ServerSettings.plain(folder.resolve(name), List.of(plugin), sections));
  }

  private static JsonObject knowing(OrthancServer receiver) {
    String url = receiver.address().toString();
    JsonObjectBuilder servers =
        Json.createObjectBuilder().add("web", Json.createArrayBuilder().add(url + "/dicom-web/"));
    return Json.createObjectBuilder()
        .add(
            "DicomModalities",
            Json.createObjectBuilder()
                .add(
                    "modality",
                    Json.createArrayBuilder()
                        .add(OrthancServer.AE_TITLE)
                        .add("127.0.0.1")
                        .add(receiver.dicomPort())))
        .add(
            "OrthancPeers",
            Json.createObjectBuilder().add("peer", Json.createArrayBuilder().add(url + "/")))
        .add("DicomWeb", Json.createObjectBuilder().add("Servers", servers))
        .build();
  }
}
