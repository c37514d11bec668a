// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonString;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.orthancprism.command.server.OrthancServer;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.server.ServerSettings;

/** An Orthanc without this project's plugin, as any archive that films come from and go to. */
final class Archive implements AutoCloseable {

  static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
  static final String JPEG_2000_LOSSLESS = "1.2.840.10008.1.2.4.90";

  /** Debian's package {@code orthanc-dicomweb}. */
  private static final Path DICOM_WEB = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");

  /** Debian's package {@code orthanc-webviewer}. */
  private static final Path WEB_VIEWER =
      Path.of("/usr/share/orthanc/plugins/libOrthancWebViewer.so");

  private final OrthancServer server;

  private Archive(OrthancServer server) {
    this.server = server;
  }

  static Archive start(Path folder) throws ServerException {
    return start(folder, List.of(DICOM_WEB, ServerSettings.DEBIAN_GDCM));
  }

  /** One with the viewer in a browser that Debian has for Orthanc. */
  static Archive withViewer(Path folder) throws ServerException {
    return start(folder, List.of(WEB_VIEWER, ServerSettings.DEBIAN_GDCM));
  }

  private static Archive start(Path folder, List<Path> plugins) throws ServerException {
    return new Archive(
        OrthancServer.start(
            ServerSettings.plain(
                folder,
                plugins,
                Json.createObjectBuilder()
                    .add(
                        "WebViewer",
                        Json.createObjectBuilder()
                            .add("CachePath", folder.resolve("viewer").toString()))
                    .build())));
  }

  OrthancServer server() {
    return server;
  }

  /** The SOP Instance UIDs of all that an Orthanc holds. */
  static Set<String> uids(OrthancServer server) throws ServerException {
    Set<String> uids = new HashSet<>();
    for (JsonString id :
        server.api().json("/instances").asJsonArray().getValuesAs(JsonString.class)) {
      uids.add(
          server
              .api()
              .json("/instances/" + id.getString())
              .asJsonObject()
              .getJsonObject("MainDicomTags")
              .getString("SOPInstanceUID"));
    }
    return uids;
  }

  /** Lets an application entity of this machine ask for studies and get them sent. */
  void know(String title, int port) throws ServerException {
    String modality =
        Json.createObjectBuilder()
            .add("AET", title)
            .add("Host", "127.0.0.1")
            .add("Port", port)
            .build()
            .toString();
    server.api().put("/modalities/" + title, modality.getBytes(StandardCharsets.UTF_8));
  }

  /** The file that WADO-RS (PS3.18 10.4) gives for an instance. */
  byte[] retrieved(String study, String series, String instance)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        connect()
            .send(
                HttpRequest.newBuilder(
                        uri(
                            "/dicom-web/studies/"
                                + study
                                + "/series/"
                                + series
                                + "/instances/"
                                + instance))
                    .header("Accept", "multipart/related; type=\"application/dicom\"")
                    .build(),
                BodyHandlers.ofByteArray());
    assertEquals(200, answer.statusCode());
    return onlyPart(answer.body());
  }

  /** A body of one part: boundary, headers, an empty line, the part, boundary. */
  private static byte[] onlyPart(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int boundary = text.indexOf("--");
    int end = text.indexOf("\r\n", boundary);
    int start = text.indexOf("\r\n\r\n", end) + 4;
    int last = text.lastIndexOf("\r\n" + text.substring(boundary, end));
    return Arrays.copyOfRange(body, start, last);
  }

  /**
   * A connection of its own: Orthanc closes one that idled while the next request is sent on it.
   */
  private static HttpClient connect() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private URI uri(String path) {
    return URI.create(server.address() + path);
  }

  @Override
  public void close() {
    server.close();
  }
}
