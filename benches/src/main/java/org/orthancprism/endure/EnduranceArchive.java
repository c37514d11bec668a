// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.endure;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.orthancprism.command.send.DicomFile;
import org.orthancprism.command.send.StoreScu;
import org.orthancprism.command.server.Await;
import org.orthancprism.command.server.Credentials;
import org.orthancprism.command.server.OrthancServer;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;

/** An Orthanc of the trial, which is killed and started again while films are sent to it. */
final class EnduranceArchive implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  static final Credentials USER = new Credentials("trial", "opens the archives");

  private static final JsonObject NOTHING = JsonValue.EMPTY_JSON_OBJECT;

  private final String name;
  private volatile OrthancServer server;

  /** The digest of each original as it was first stored, by its SOP Instance UID. */
  private final Map<String, String> originals = new ConcurrentHashMap<>();

  private final Map<String, String> studies = new ConcurrentHashMap<>();

  EnduranceArchive(String name, ServerSettings settings) throws ServerException {
    this.name = name;
    this.server = OrthancServer.start(settings.withCredentials(USER));
  }

  String name() {
    return name;
  }

  URI address() {
    return server.address();
  }

  /** Kills it, as a power failure does, and starts it again. */
  synchronized void crash() throws ServerException {
    server.kill();
    server = server.startAgain();
  }

  /** Sends a film by C-STORE until it is stored, as a modality does. */
  void take(DicomFile film) throws ServerException {
    boolean stored = Await.until(PATIENCE, () -> isStored(film));
    if (!stored) {
      throw new ServerException("no film could be sent for minutes; see " + server.log());
    }
  }

  private boolean isStored(DicomFile film) {
    try {
      Optional<String> refusal =
          new StoreScu(OrthancServer.AE_TITLE, server.dicomPort()).send(film);
      if (refusal.isPresent()) {
        return false;
      }
      String study = study(film.studyInstanceUid());
      Optional<String> id =
          server.client().instances(study).stream()
              .filter(instance -> instance.sopInstanceUid().equals(film.sopInstanceUid()))
              .map(StoredInstance::id)
              .findFirst();
      if (id.isEmpty()) {
        return false;
      }
      originals.put(film.sopInstanceUid(), DigestUtils.sha256Hex(server.client().file(id.get())));
      studies.put(film.sopInstanceUid(), study);
      return true;
    } catch (IOException | OrthancRestException | ServerException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String study(String studyInstanceUid) throws ServerException {
    byte[] uid = studyInstanceUid.getBytes(StandardCharsets.US_ASCII);
    for (JsonValue found : server.api().post("/tools/lookup", uid).asJsonArray()) {
      if (found.asJsonObject().getString("Type").equals("Study")) {
        return found.asJsonObject().getString("ID");
      }
    }
    throw new ServerException("Orthanc does not hold the study " + studyInstanceUid);
  }

  /** How many tasks there are in a state; none where it does not answer at the moment. */
  int tasks(String state) {
    return tasks(server, state);
  }

  /** The same of any server with the plugin. */
  static int tasks(OrthancServer server, String state) {
    try {
      return server.api().json("/prism/status").asJsonObject().getJsonObject("queue").getInt(state);
    } catch (ServerException e) {
      return 0;
    }
  }

  /** How many films it took. */
  int films() {
    return originals.size();
  }

  /** Has all failed tasks done again; returns how many there were. */
  int retryFailed() {
    try {
      return server.api().postJson("/prism/tasks/retry", NOTHING).getInt("tasks");
    } catch (ServerException e) {
      return 0;
    }
  }

  /** What became of the studies. */
  record Outcome(int complete, int lost, int duplicated, int originalsChanged) {
    Outcome plus(Outcome other) {
      return new Outcome(
          complete + other.complete,
          lost + other.lost,
          duplicated + other.duplicated,
          originalsChanged + other.originalsChanged);
    }
  }

  /**
   * Counts what each study holds.
   *
   * @param objects how many objects a complete study has, its original included
   */
  Outcome outcome(int objects) throws OrthancRestException {
    int complete = 0;
    int lost = 0;
    int duplicated = 0;
    int changed = 0;
    for (Map.Entry<String, String> original : originals.entrySet()) {
      List<StoredInstance> instances =
          server.client().instances(studies.getOrDefault(original.getKey(), ""));
      int number = instances.size();
      complete += number == objects ? 1 : 0;
      lost += number < objects ? 1 : 0;
      duplicated += number > objects ? 1 : 0;
      changed += isUntouched(original.getKey(), original.getValue(), instances) ? 0 : 1;
    }
    return new Outcome(complete, lost, duplicated, changed);
  }

  private boolean isUntouched(String uid, String digest, List<StoredInstance> instances)
      throws OrthancRestException {
    for (StoredInstance instance : instances) {
      if (instance.sopInstanceUid().equals(uid)) {
        return DigestUtils.sha256Hex(server.client().file(instance.id())).equals(digest);
      }
    }
    return false;
  }

  /** The processes of the worker that the plugin started. */
  List<ProcessHandle> workers() {
    return EnduranceWorker.workersAmong(server.processes().stream());
  }

  /**
   * How it is reached, for a worker.json.
   *
   * @param host the address of this machine as the worker knows it
   */
  JsonObject access(String host) {
    return Json.createObjectBuilder()
        .add("Url", "http://" + host + ":" + address().getPort())
        .add("User", USER.user())
        .add("PasswordVariable", EnduranceWorker.ORTHANC_PASSWORD_VARIABLE)
        .build();
  }

  @Override
  public void close() {
    server.close();
  }
}
