// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.orthanc;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Orthanc's REST API, as far as the worker needs it. Safe for use by several threads.
 *
 * <p>Identifiers are Orthanc's own; they are checked before they become part of a path.
 */
public final class OrthancClient {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofMinutes(5);
  private static final int CHANGES = 1000;

  /** How often a value is written that others write as well. */
  private static final int ATTEMPTS = 5;

  private static final String JSON = "application/json";

  private final URI base;
  private final String authorization;
  private final HttpClient http;

  /**
   * A client of one Orthanc.
   *
   * @throws IOException when the file of its certificates can't be used
   */
  public static OrthancClient of(OrthancAccess access) throws IOException {
    HttpClient.Builder http = http();
    if (access.certificates().isPresent()) {
      http.sslContext(TrustedCertificates.context(access.certificates().get()));
    }
    return new OrthancClient(access.url(), access.authorization(), http.build());
  }

  /**
   * A client of one Orthanc.
   *
   * @param base address without trailing slash
   * @param authorization value of the header Authorization; empty for none
   */
  public OrthancClient(URI base, String authorization) {
    this(base, authorization, http().build());
  }

  private OrthancClient(URI base, String authorization, HttpClient http) {
    this.base = base;
    this.authorization = authorization;
    this.http = http;
  }

  private static HttpClient.Builder http() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT)
        .followRedirects(HttpClient.Redirect.NEVER);
  }

  /** Orthanc's version and name. */
  public JsonObject system() throws OrthancRestException {
    return json(get("/system", JSON), "GET /system").asJsonObject();
  }

  /** The instances of a study. */
  public List<StoredInstance> instances(String studyId) throws OrthancRestException {
    return list("/studies/" + checked(studyId) + "/instances").map(StoredInstance::of).toList();
  }

  /** The series of a study, of which each has its tags with it. */
  public List<StoredSeries> series(String studyId) throws OrthancRestException {
    return list("/studies/" + checked(studyId) + "/series").map(StoredSeries::of).toList();
  }

  private Stream<JsonObject> list(String path) throws OrthancRestException {
    return json(get(path, JSON), "GET " + path)
        .asJsonArray()
        .getValuesAs(JsonObject.class)
        .stream();
  }

  /** What Orthanc says of a study, its {@code MainDicomTags} among it. */
  public JsonObject study(String studyId) throws OrthancRestException {
    String path = "/studies/" + checked(studyId);
    return json(get(path, JSON), "GET " + path).asJsonObject();
  }

  /** Orthanc's identifiers of the studies with a Study Instance UID, one for each patient. */
  public List<String> studiesOf(String studyInstanceUid) throws OrthancRestException {
    String request = "POST /tools/lookup";
    HttpRequest.Builder post =
        request("/tools/lookup").POST(BodyPublishers.ofString(studyInstanceUid));
    return json(send(post, request), request).asJsonArray().getValuesAs(JsonObject.class).stream()
        .filter(found -> found.getString("Type", "").equals("Study"))
        .map(found -> found.getString("ID"))
        .toList();
  }

  /** The sequence number of the last change in Orthanc's log of changes; 0 before the first. */
  public long lastChange() throws OrthancRestException {
    return changes("/changes?last").last();
  }

  /** What changed since a sequence number, as far as one answer holds it. */
  public RecentChanges changesSince(long sequence) throws OrthancRestException {
    return changes("/changes?since=" + sequence + "&limit=" + CHANGES);
  }

  private RecentChanges changes(String path) throws OrthancRestException {
    return RecentChanges.of(json(get(path, JSON), "GET " + path).asJsonObject());
  }

  /** The DICOM file of an instance, as it was stored. */
  public byte[] file(String instanceId) throws OrthancRestException {
    return get("/instances/" + checked(instanceId) + "/file", "application/dicom");
  }

  /**
   * The stored values of an instance's first frame, decoded by Orthanc, as portable arbitrary map.
   *
   * @param signed whether the stored values are signed
   */
  public byte[] decoded(String instanceId, boolean signed) throws OrthancRestException {
    String image = signed ? "image-int16" : "image-uint16";
    return get("/instances/" + checked(instanceId) + "/" + image, "image/x-portable-arbitrarymap");
  }

  /** Whether Orthanc holds a study. */
  public boolean hasStudy(String studyId) throws OrthancRestException {
    return has("/studies/" + checked(studyId));
  }

  /** Whether Orthanc holds an instance. */
  public boolean hasInstance(String instanceId) throws OrthancRestException {
    return has("/instances/" + checked(instanceId));
  }

  private boolean has(String path) throws OrthancRestException {
    try {
      get(path, JSON);
      return true;
    } catch (OrthancRestException.NotFound e) {
      return false;
    }
  }

  /** Stores a DICOM file; one that is there already is left as it is. */
  public Stored store(byte[] dicom) throws OrthancRestException {
    String request = "POST /instances";
    HttpRequest.Builder post =
        request("/instances")
            .header("Content-Type", "application/dicom")
            .POST(BodyPublishers.ofByteArray(dicom));
    JsonObject answer = json(send(post, request), request).asJsonObject();
    return new Stored(
        answer.getString("ID"), !answer.getString("Status", "").equals("AlreadyStored"));
  }

  /** The names under a path, such as {@code /modalities}; none where Orthanc has no such path. */
  public List<String> names(String path) throws OrthancRestException {
    try {
      return json(get(path, JSON), "GET " + path).asJsonArray().getValuesAs(JsonString::getString);
    } catch (OrthancRestException.NotFound e) {
      return List.of();
    }
  }

  /** Has Orthanc send an instance by a path, and waits until it is sent. */
  public void send(String path, String instanceId) throws OrthancRestException {
    JsonObject job =
        Json.createObjectBuilder()
            .add("Resources", Json.createArrayBuilder().add(checked(instanceId)))
            .add("Synchronous", true)
            .build();
    HttpRequest.Builder post =
        request(path).header("Content-Type", JSON).POST(BodyPublishers.ofString(job.toString()));
    send(post, "POST " + path);
  }

  /** Deletes an instance; none being there is as good. */
  public void deleteInstance(String instanceId) throws OrthancRestException {
    String path = "/instances/" + checked(instanceId);
    deleted(request(path).DELETE(), path);
  }

  /** A study's metadata under a number, if there is one. */
  public Optional<Metadata> metadata(String studyId, int number) throws OrthancRestException {
    String path = metadataPath(studyId, number);
    try {
      HttpResponse<byte[]> answer =
          exchange(request(path).header("Accept", "text/plain").GET(), "GET " + path);
      return Optional.of(
          new Metadata(
              new String(answer.body(), StandardCharsets.UTF_8),
              answer.headers().firstValue("ETag")));
    } catch (OrthancRestException.NotFound e) {
      return Optional.empty();
    }
  }

  /**
   * Sets a study's metadata; numbers from 1024 on are free for plugins.
   *
   * @param before what it is to take the place of; empty where there was none
   * @throws OrthancRestException.Conflict when another value is there, which only an Orthanc that
   *     checks revisions tells
   */
  public void setMetadata(String studyId, int number, String value, Optional<Metadata> before)
      throws OrthancRestException {
    String path = metadataPath(studyId, number);
    HttpRequest.Builder put = request(path).PUT(BodyPublishers.ofString(value));
    Optional<String> revision = before.flatMap(Metadata::revision);
    revision.ifPresent(tag -> put.header("If-Match", tag));
    try {
      send(put, "PUT " + path);
    } catch (OrthancRestException.NotFound e) {
      // The value that it was to take the place of may be gone, and the study there.
      throw revision.isPresent() ? new OrthancRestException.Conflict("PUT " + path) : e;
    }
  }

  /** Sets a study's metadata, whatever is there. */
  public void setMetadata(String studyId, int number, String value) throws OrthancRestException {
    Optional<Metadata> before = Optional.empty();
    for (int attempt = 1; ; attempt++) {
      try {
        setMetadata(studyId, number, value, before);
        return;
      } catch (OrthancRestException.Conflict e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        before = metadata(studyId, number);
      }
    }
  }

  /**
   * Deletes a study's metadata; none being there is as good.
   *
   * @param there what is to be deleted
   * @throws OrthancRestException.Conflict when another value is there by now
   */
  public void deleteMetadata(String studyId, int number, Metadata there)
      throws OrthancRestException {
    String path = metadataPath(studyId, number);
    HttpRequest.Builder delete = request(path).DELETE();
    there.revision().ifPresent(tag -> delete.header("If-Match", tag));
    deleted(delete, path);
  }

  private void deleted(HttpRequest.Builder delete, String path) throws OrthancRestException {
    try {
      send(delete, "DELETE " + path);
    } catch (OrthancRestException.NotFound e) {
      // It is not there, which is what was asked for.
      return;
    }
  }

  private static String metadataPath(String studyId, int number) {
    return "/studies/" + checked(studyId) + "/metadata/" + number;
  }

  /** Whether this Orthanc has labels, as those from 1.12.0 on. */
  public boolean hasLabels() throws OrthancRestException {
    return OrthancVersion.ofSystem(system()).hasLabels();
  }

  /** Puts a label on a study. */
  public void addLabel(String studyId, String label) throws OrthancRestException {
    String path = "/studies/" + checked(studyId) + "/labels/" + label;
    send(request(path).PUT(BodyPublishers.noBody()), "PUT " + path);
  }

  /** Takes a label off a study; none being there is as good. */
  public void removeLabel(String studyId, String label) throws OrthancRestException {
    String path = "/studies/" + checked(studyId) + "/labels/" + label;
    deleted(request(path).DELETE(), path);
  }

  /** What the rules of the plugin in this Orthanc call for. */
  public RuleDecision decision(String studyId) throws OrthancRestException {
    String request = "POST /prism/rules/test";
    JsonObject study = Json.createObjectBuilder().add("study", checked(studyId)).build();
    HttpRequest.Builder post =
        request("/prism/rules/test")
            .header("Content-Type", JSON)
            .POST(BodyPublishers.ofString(study.toString()));
    try {
      JsonObject decision = json(send(post, request), request).asJsonObject();
      return new RuleDecision(
          decision.getJsonArray("edits").getValuesAs(JsonString::getString),
          decision.getJsonArray("rules").getValuesAs(JsonObject.class).stream()
              .filter(rule -> rule.getBoolean("decides"))
              .map(rule -> rule.getString("rule"))
              .toList());
    } catch (OrthancRestException.NotFound e) {
      throw new OrthancRestException.ServerFault(
          request, 404, "; is the plugin enabled in this Orthanc?");
    }
  }

  private byte[] get(String path, String accept) throws OrthancRestException {
    return send(request(path).header("Accept", accept).GET(), "GET " + path);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER);
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  private byte[] send(HttpRequest.Builder request, String name) throws OrthancRestException {
    return exchange(request, name).body();
  }

  private HttpResponse<byte[]> exchange(HttpRequest.Builder request, String name)
      throws OrthancRestException {
    HttpResponse<byte[]> response;
    try {
      response = http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (SSLException e) {
      throw new OrthancRestException.Denied(name, e);
    } catch (IOException e) {
      throw new OrthancRestException.Unreachable(name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrthancRestException.Unreachable(name, e);
    }
    int status = response.statusCode();
    if (status == 200) {
      return response;
    }
    if (status == 409) {
      throw new OrthancRestException.Conflict(name);
    }
    if (status == 404) {
      throw new OrthancRestException.NotFound(name);
    }
    if (status == 401 || status == 403) {
      throw new OrthancRestException.Denied(name, status);
    }
    String detail = detail(response.body());
    throw status >= 500
        ? new OrthancRestException.ServerFault(name, status, detail)
        : new OrthancRestException.Rejected(name, status, detail);
  }

  /** Orthanc's own words on an error, which name no patient. */
  private static String detail(byte[] body) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
      JsonObject error = reader.readObject();
      String details = error.getString("Details", "");
      return " ("
          + error.getString("Message", "")
          + (details.isEmpty() ? "" : ": " + details)
          + ")";
    } catch (JsonException e) {
      return "";
    }
  }

  private static JsonStructure json(byte[] body, String request) throws OrthancRestException {
    try (InputStream in = new ByteArrayInputStream(body);
        JsonReader reader = Json.createReader(in)) {
      return reader.read();
    } catch (JsonException | IOException e) {
      throw new OrthancRestException.Unreachable(request, e);
    }
  }

  private static String checked(String id) {
    if (!id.matches("[0-9a-f-]{1,64}")) {
      throw new IllegalArgumentException("not an identifier of Orthanc's: " + id);
    }
    return id;
  }
}
