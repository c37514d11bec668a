// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.Await;
import org.orthancprism.server.PostgresqlServer;

/**
 * Each configuration under {@code orthanc-config} as it is copied into the folder of the packaged
 * Orthanc, with the package's own files beside it, but for the folders and ports that belong to the
 * machine's own Orthanc, the names of machines that do not exist, and the minute that Orthanc waits
 * until a study is stable.
 */
class ShippedConfigurationTest {

  private static final String READER = basic("reader:CHANGE-ME");

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private String orthanc = "";

  @Test
  void theDropInNeedsNoFileOfThePackageEditedAndAStopWritesNoError() throws Exception {
    Process server = start(configuration("debian"));
    try {
      assertEquals(200, status("/prism/app/index.html", ""));
      // Of the package's own plugins none is lost.
      assertTrue(get("/plugins").contains("gdcm"), () -> log("debian"));
      assertTrue(Await.until(Pacs.PATIENCE, this::workerRuns), () -> log("debian"));
    } finally {
      end(server);
    }
    List<String> errors = log("debian").lines().filter(line -> line.matches("E\\d{4} .*")).toList();
    assertEquals(List.of(), errors);
  }

  @Test
  void aGpuIsNamedToTheWorkerAndOrthancRunsOnWhereThereIsNone() throws Exception {
    Process server = start(configuration("gpu"));
    try {
      assertEquals(
          "default",
          json(get("/prism/packs")).getJsonArray("packs").getJsonObject(0).getString("name"));
      assertEquals(200, status("/prism/app/index.html", READER));
    } finally {
      end(server);
    }
  }

  @Test
  void withUsersAFilmIsDoneAndStrangersStayOut() throws Exception {
    Process server = startSecured();
    try {
      assertEquals(401, status("/prism/app/index.html", ""));
      TestFilm film = TestFilm.ofSeed(1001);
      HttpRequest store =
          request("/instances").POST(HttpRequest.BodyPublishers.ofByteArray(film.bytes())).build();
      String stored = client.send(store, BodyHandlers.ofString()).body();
      String study = json(stored).getString("ParentStudy");
      assertTrue(
          Await.until(Pacs.PATIENCE, () -> state(study).equals("done")), () -> log("secured"));
    } finally {
      end(server);
    }
  }

  @Test
  void tlsEndsAtTheProxyBeforeTheOrthancWithUsers() throws Exception {
    certificate("pacs", "pacs.example.org");
    Process server = startSecured();
    int https = freePort();
    int http = freePort();
    String text =
        local(Files.readString(Checkout.ROOT.resolve("orthanc-config/secured/nginx.conf")))
            .replace("/run/nginx.pid", folder.resolve("nginx.pid").toString())
            .replace("listen 443", "listen 127.0.0.1:" + https)
            .replace("listen 80", "listen 127.0.0.1:" + http)
            .replace("http://127.0.0.1:8042", orthanc.replace("localhost", "127.0.0.1"));
    Path file = Files.writeString(folder.resolve("nginx.conf"), text);
    String log = folder.resolve("nginx.log").toString();
    Process proxy =
        new ProcessBuilder("/usr/sbin/nginx", "-c", file.toString(), "-e", log, "-g", "daemon off;")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("proxy.log").toFile())
            .start();
    try {
      String name = "pacs.example.org:" + https + ":127.0.0.1";
      String page = "https://pacs.example.org:" + https + "/prism/app/index.html";
      assertTrue(
          Await.until(Pacs.PATIENCE, () -> throughProxy(name, page, "reader:CHANGE-ME") == 200),
          () -> log("proxy"));
      assertEquals(401, throughProxy(name, page, "reader:a guess"));
      String plain = "http://pacs.example.org:" + http + "/prism/app/index.html";
      assertEquals(301, throughProxy(name.replace("" + https, "" + http), plain, "a:b"));
    } finally {
      end(proxy);
      end(server);
    }
  }

  /** The status of an answer to curl, which trusts the proxy's certificate and nobody else's. */
  private int throughProxy(String resolve, String address, String login) {
    try {
      return Integer.parseInt(
          run(
              "curl",
              "--silent",
              "--cacert",
              folder.resolve("pacs.pem").toString(),
              "--resolve",
              resolve,
              "--user",
              login,
              "--output",
              folder.resolve("answer").toString(),
              "--write-out",
              "%{http_code}",
              address));
    } catch (Exception | AssertionError e) {
      return 0;
    }
  }

  @Test
  void oneOfSeveralOrthancsFeedsTheQueueThatAWorkerOfItsOwnMayDrain() throws Exception {
    try (PostgresqlServer database = PostgresqlServer.start("opens the queue")) {
      Files.writeString(folder.resolve("queue.password"), "opens the queue\n");
      Files.writeString(folder.resolve("radiology.password"), "CHANGE-ME\n");
      certificate("radiology", "pacs.example.org");
      String url = database.url();
      String text =
          configuration("cluster").replace("jdbc:postgresql://queue.example.org/prism", url);
      Process server = start(text);
      try {
        assertTrue(!json(get("/prism/status")).containsKey("worker"));
        assertEquals("radiology", json(get("/prism/status")).getString("orthanc"));
      } finally {
        end(server);
      }
      String worker =
          local(Files.readString(Checkout.ROOT.resolve("orthanc-config/worker/worker.json")))
              .replace("jdbc:postgresql://queue.example.org/prism", url)
              .replace("/var/cache/orthanc-prism", folder.resolve("engine").toString());
      Path file = Files.writeString(folder.resolve("worker.json"), worker);
      assertTrue(
          run(java(), "-jar", jar(), "worker", "--config", file.toString(), "--check")
              .contains("is right"));
    }
  }

  @Test
  void theButtonsForOrthancExplorer2LeadToViewsThatThereAre() throws Exception {
    String text =
        Files.readString(
            Checkout.ROOT.resolve("orthanc-config/orthanc-explorer-2/custom-buttons.json"));
    JsonObject buttons =
        json(text)
            .getJsonObject("OrthancExplorer2")
            .getJsonObject("UiOptions")
            .getJsonObject("CustomButtons");
    for (JsonObject button : buttons.getJsonArray("study").getValuesAs(JsonObject.class)) {
      assertEquals("GET", button.getString("HttpMethod"));
      // Orthanc Explorer 2 lives at /ui/app/.
      URI address =
          URI.create("http://pacs/ui/app/").resolve(button.getString("Url").replace("{UUID}", "0"));
      assertEquals("/prism/app/", address.getPath());
      assertTrue(address.getFragment().matches("/(study|generate)/0"), address::toString);
    }
  }

  private String configuration(String name) throws IOException {
    return local(Files.readString(Checkout.ROOT.resolve("orthanc-config/" + name + "/prism.json")));
  }

  /** Users and their rights beside the drop-in for Debian. */
  private Process startSecured() throws Exception {
    Path shipped = Checkout.ROOT.resolve("orthanc-config/secured");
    return start(
        configuration("debian"),
        shipped.resolve("orthanc.json"),
        shipped.resolve("credentials.json"));
  }

  private String local(String text) {
    return text.replace("/opt/orthanc-prism/orthanc-prism.jar", jar())
        .replace("/opt/orthanc-prism/packs/default", Checkout.INSTALLATION.pack().toString())
        .replace("/etc/orthanc-prism", folder.toString());
  }

  private static String jar() {
    return Checkout.INSTALLATION.plugin().toString();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * Starts Orthanc as its service does.
   *
   * @param dropIn what is laid beside the package's files
   * @param others shipped files that are laid in the place of the package's
   */
  private Process start(String dropIn, Path... others) throws Exception {
    int http = freePort();
    PackagedFolder packaged = PackagedFolder.lay(folder.resolve("root"));
    for (Path other : others) {
      packaged.put(other.getFileName().toString(), Files.readString(other));
    }
    JsonObject parsed = json(dropIn);
    JsonObject prism =
        Json.createObjectBuilder(parsed.getJsonObject("Prism"))
            .add("EngineCache", Checkout.INSTALLATION.engineCache().toString())
            .build();
    packaged.put(
        "prism.json", Json.createObjectBuilder(parsed).add("Prism", prism).build().toString());
    Path host = Checkout.INSTALLATION.nativeHost();
    Files.createSymbolicLink(packaged.plugins().resolve(host.getFileName()), host);
    packaged.replace("/usr/share/orthanc/plugins/", packaged.plugins().toString());
    packaged.replace("/var/lib/orthanc/db-v6", folder.resolve("db").toString());
    packaged.set("HttpPort", "" + http);
    packaged.set("DicomPort", "" + freePort());
    packaged.set("StableAge", "1");
    orthanc = "http://localhost:" + http;
    ProcessBuilder builder =
        new ProcessBuilder(
            "/bin/sh",
            "-c",
            "PATH=$PATH:/usr/sbin; exec Orthanc \"$0\"",
            packaged.configuration().toString());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("orthanc.log").toFile());
    Process process = builder.start();
    // Orthanc ends at once where it refuses a configuration.
    if (!Await.until(
            Pacs.PATIENCE, () -> status("/prism/status", READER) == 200 || !process.isAlive())
        || !process.isAlive()) {
      end(process);
      throw new AssertionError(log("start"));
    }
    return process;
  }

  /** A certificate of its own authority, and its key, in the tests' folder. */
  private void certificate(String file, String host) throws Exception {
    run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=" + host,
        "-addext",
        "subjectAltName=DNS:" + host,
        "-keyout",
        folder.resolve(file + ".key").toString(),
        "-out",
        folder.resolve(file + ".pem").toString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  /** What a program that must succeed prints. */
  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(orthanc + path)).header("Authorization", READER);
  }

  private String get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString()).body();
  }

  private int status(String path, String login) {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(orthanc + path));
      if (!login.isEmpty()) {
        request.header("Authorization", login);
      }
      return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String state(String study) {
    try {
      return json(get("/prism/tasks/" + study)).getString("state", "");
    } catch (Exception e) {
      return "";
    }
  }

  private boolean workerRuns() {
    try {
      return json(get("/prism/status"))
          .getJsonObject("worker")
          .getString("state")
          .equals("running");
    } catch (Exception e) {
      return false;
    }
  }

  private String log(String what) {
    try {
      return what + ": " + Files.readString(folder.resolve("orthanc.log"));
    } catch (IOException e) {
      return what;
    }
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
  }

  private static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
