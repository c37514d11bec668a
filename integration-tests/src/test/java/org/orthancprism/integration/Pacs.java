// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.orthancprism.command.send.DicomFile;
import org.orthancprism.command.send.StoreScu;
import org.orthancprism.command.server.Await;
import org.orthancprism.command.server.Installation;
import org.orthancprism.command.server.OrthancServer;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.protection.SigningKeyFile;
import org.orthancprism.server.TestCertificate;

/** A running Orthanc as the tests use it: films go in by C-STORE, tasks are awaited. */
final class Pacs implements AutoCloseable {

  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** Ample on two busy cores; a test that waits that long has failed. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private final OrthancServer server;

  private Pacs(OrthancServer server) {
    this.server = server;
  }

  static Pacs start(Path folder) throws ServerException {
    return start(settings(folder));
  }

  static Pacs start(ServerSettings settings) throws ServerException {
    OrthancServer server = OrthancServer.start(settings);
    if (!server.api().answers("/prism/status")) {
      server.close();
      throw new ServerException("the plugin did not start; see " + server.log());
    }
    return new Pacs(server);
  }

  /** The settings of an Orthanc with the plugin as the build made it, and the quick pack. */
  static ServerSettings settings(Path folder) {
    return settings(folder, Checkout.QUICK);
  }

  /** The same with another installation; a study is stable as soon as Orthanc can have it. */
  static ServerSettings settings(Path folder, Installation installation) {
    ServerSettings settings = ServerSettings.withPlugin(folder, installation, Checkout.EDITS);
    return settings
        .withSection("Java", shortLived(settings.sections().getJsonObject("Java")))
        .withSection("Prism", quick(settings.sections().getJsonObject("Prism")))
        .withStableAge(Duration.ofSeconds(1));
  }

  /** Compilers and a collector that pay for an Orthanc which lives a minute. */
  private static JsonObject shortLived(JsonObject java) {
    return Json.createObjectBuilder(java)
        .add("Options", Json.createArrayBuilder(SHORT_LIVED))
        .build();
  }

  /**
   * The same for the worker, and a short key that is there: to make one takes longer than an edit,
   * and to sign with a long one a third of the worker's time.
   */
  private static JsonObject quick(JsonObject prism) {
    return Json.createObjectBuilder(prism)
        .add(SigningKeyFile.SECTION, Json.createObjectBuilder().add("KeyFile", signingKey()))
        .add(
            "Worker",
            Json.createObjectBuilder()
                .add(
                    "Environment",
                    Json.createObjectBuilder()
                        .add("JDK_JAVA_OPTIONS", String.join(" ", SHORT_LIVED))))
        .build();
  }

  private static String signingKey() {
    try {
      return TestCertificate.signingKey(Checkout.ofThisJvm("key")).toString();
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError("no key can be made", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while a key was made", e);
    }
  }

  OrthancServer server() {
    return server;
  }

  /** Sends a film over DICOM and expects that it is stored. */
  void send(DicomFile film) throws IOException, InterruptedException {
    StoreScu storeScu = new StoreScu(OrthancServer.AE_TITLE, server.dicomPort());
    assertEquals(Optional.empty(), storeScu.send(film), "storescu of " + film.file());
  }

  /** Stores bytes that DCMTK's sender would not send. */
  void post(byte[] part10) throws ServerException {
    server.api().post("/instances", part10);
  }

  /** Orthanc's identifier of a study. */
  String studyId(String studyInstanceUid) throws ServerException {
    byte[] uid = studyInstanceUid.getBytes(StandardCharsets.US_ASCII);
    for (JsonValue found : server.api().post("/tools/lookup", uid).asJsonArray()) {
      if (found.asJsonObject().getString("Type").equals("Study")) {
        return found.asJsonObject().getString("ID");
      }
    }
    return fail("Orthanc does not hold the study " + studyInstanceUid);
  }

  /** Waits until the task of a study is as wanted. */
  JsonObject awaitTask(String studyId, Predicate<JsonObject> wanted) {
    AtomicReference<JsonObject> last = new AtomicReference<>(JsonValue.EMPTY_JSON_OBJECT);
    boolean came =
        Await.until(
            PATIENCE,
            () -> {
              try {
                last.set(server.api().json("/prism/tasks/" + studyId).asJsonObject());
                return wanted.test(last.get());
              } catch (ServerException e) {
                return false;
              }
            });
    assertTrue(came, () -> "the task stayed at " + last.get() + "; see " + server.log());
    return last.get();
  }

  /** Waits until a task is done, and fails at once when it failed. */
  JsonObject awaitDone(String studyId) {
    JsonObject task = awaitTask(studyId, Pacs::hasEnded);
    assertEquals("done", task.getString("state"), () -> task.toString());
    return task;
  }

  /** Waits until a task failed; gives the reason. */
  String awaitFailure(String studyId) {
    JsonObject task = awaitTask(studyId, Pacs::hasEnded);
    assertEquals("failed", task.getString("state"), () -> task.toString());
    return task.getString("reason");
  }

  static boolean hasEnded(JsonObject task) {
    String state = task.getString("state");
    return Set.of("done", "failed", "cancelled").contains(state);
  }

  static boolean isRunning(JsonObject task) {
    return task.getString("state").equals("running");
  }

  /** What the plugin says of itself. */
  JsonObject status() throws ServerException {
    return server.api().json("/prism/status").asJsonObject();
  }

  /** The worker's process. */
  ProcessHandle worker() throws ServerException {
    long pid = status().getJsonObject("worker").getJsonNumber("pid").longValue();
    return ProcessHandle.of(pid).orElseThrow();
  }

  /** All instances that a study holds. */
  List<StoredInstance> instances(String studyId) throws OrthancRestException {
    return server.client().instances(studyId);
  }

  /** An object as Orthanc holds it; fails when it does not. */
  DicomObject object(String sopInstanceUid) throws OrthancRestException, DicomFormatException {
    return new Part10Codec().read(file(sopInstanceUid));
  }

  byte[] file(String sopInstanceUid) throws OrthancRestException {
    return server.client().file(instance(server, sopInstanceUid));
  }

  /** Orthanc's identifier of an instance; fails when it does not hold it. */
  static String instance(OrthancServer server, String sopInstanceUid) {
    try {
      byte[] uid = sopInstanceUid.getBytes(StandardCharsets.US_ASCII);
      for (JsonValue found : server.api().post("/tools/lookup", uid).asJsonArray()) {
        if (found.asJsonObject().getString("Type").equals("Instance")) {
          return found.asJsonObject().getString("ID");
        }
      }
    } catch (ServerException e) {
      return fail("Orthanc does not answer", e);
    }
    return fail("Orthanc does not hold " + sopInstanceUid);
  }

  /** Orthanc's identifiers of everything it holds at a level, such as {@code studies}. */
  List<String> all(String level) throws ServerException {
    return server.api().json("/" + level).asJsonArray().getValuesAs(JsonString.class).stream()
        .map(JsonString::getString)
        .toList();
  }

  @Override
  public void close() {
    server.close();
  }
}
