// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The Orthanc of the machine, with the host as its plugin, on a free port and in a folder of its
 * own.
 */
final class RunningOrthanc implements AutoCloseable {
  static final Path HOST = Path.of("target", "libOrthancPrismHost.so").toAbsolutePath();
  static final Path TEST_CLASSES = Path.of("target", "test-classes").toAbsolutePath();

  private static final String PROGRAM = "/usr/sbin/Orthanc";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> log = new ArrayList<>();
  private final Process process;
  private final int port;

  /**
   * Starts Orthanc and waits until it answers.
   *
   * @param plugins the libraries to load, in this order
   * @param sections further members of the configuration, such as "Java"; values are JSON
   * @param environment variables to set; an empty value removes the variable
   */
  RunningOrthanc(
      Path folder,
      List<Path> plugins,
      Map<String, String> sections,
      Map<String, String> environment)
      throws IOException {
    port = freePort();
    Path configuration = folder.resolve("orthanc.json");
    Files.writeString(configuration, configuration(folder, plugins, sections));
    ProcessBuilder builder = new ProcessBuilder(PROGRAM, "--verbose", configuration.toString());
    environment.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    process = builder.redirectErrorStream(true).start();
    Thread reader = new Thread(this::readLog, "orthanc-log");
    reader.setDaemon(true);
    reader.start();
    awaitLog("Orthanc has started");
  }

  static RunningOrthanc withPlugin(Path folder, String className, String... moreOfJava)
      throws IOException {
    return new RunningOrthanc(
        folder,
        List.of(HOST),
        Map.of("Java", java(TEST_CLASSES.toString(), className, moreOfJava)),
        Map.of());
  }

  /** The section "Java", with further members as JSON text. */
  static String java(String classPath, String className, String... more) {
    StringBuilder section = new StringBuilder("{\"Enabled\": true");
    section.append(", \"Classpath\": \"").append(classPath).append('"');
    section.append(", \"InitializationClass\": \"").append(className).append('"');
    for (String member : more) {
      section.append(", ").append(member);
    }
    return section.append('}').toString();
  }

  private String configuration(Path folder, List<Path> plugins, Map<String, String> sections) {
    StringBuilder json = new StringBuilder("{\"Name\": \"Prism host test\"");
    json.append(", \"StorageDirectory\": \"").append(folder.resolve("storage")).append('"');
    json.append(", \"IndexDirectory\": \"").append(folder.resolve("storage")).append('"');
    json.append(", \"HttpPort\": ").append(port);
    json.append(", \"DicomServerEnabled\": false, \"RemoteAccessAllowed\": false");
    json.append(", \"StableAge\": 1, \"KeepAlive\": false, \"ConcurrentJobs\": 1");
    json.append(", \"Plugins\": [");
    json.append(plugins.stream().map(p -> "\"" + p + "\"").collect(Collectors.joining(", ")));
    json.append(']');
    if (!sections.containsKey("AuthenticationEnabled")) {
      json.append(", \"AuthenticationEnabled\": false");
    }
    sections.forEach((key, value) -> json.append(", \"").append(key).append("\": ").append(value));
    return json.append('}').toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void readLog() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        addToLog(line);
      }
    } catch (IOException e) {
      addToLog("the log broke off: " + e);
    }
    addToLog("<end of the log>");
  }

  private void addToLog(String line) {
    synchronized (log) {
      log.add(line);
      log.notifyAll();
    }
  }

  /** Waits for a line that contains the text. */
  void awaitLog(String text) {
    awaitLog(text, 1);
  }

  /** Waits until a number of lines contain the text. */
  void awaitLog(String text, int times) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    synchronized (log) {
      while (log.stream().filter(line -> line.contains(text)).count() < times) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0 || log.contains("<end of the log>")) {
          throw new AssertionError(
              "no line \"" + text + "\" in the log:\n" + String.join("\n", log));
        }
        try {
          log.wait(left);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  /** The lines that contain the text. */
  List<String> log(String text) {
    synchronized (log) {
      return log.stream().filter(line -> line.contains(text)).toList();
    }
  }

  /** The errors (lines that Orthanc starts with E) that contain the text. */
  List<String> errors(String text) {
    return log(text).stream().filter(line -> line.startsWith("E")).toList();
  }

  /** The same, once there is a line: an answer may come before the line that was written first. */
  List<String> awaitErrors(String text) {
    awaitLog(text);
    return errors(text);
  }

  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return send("GET", path, null, headers);
  }

  String getText(String path, String... headers) throws Exception {
    return new String(get(path, headers).body(), UTF_8);
  }

  HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers)
      throws Exception {
    return client.send(request(method, path, body, headers), BodyHandlers.ofByteArray());
  }

  CompletableFuture<HttpResponse<byte[]>> sendLater(String method, String path, byte[] body) {
    return client.sendAsync(request(method, path, body), BodyHandlers.ofByteArray());
  }

  private HttpRequest request(String method, String path, byte[] body, String... headers) {
    BodyPublisher publisher =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .method(method, publisher);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  boolean answers() throws Exception {
    return get("/system").statusCode() == 200;
  }

  /** Asks Orthanc to end, as systemd does, and returns its exit status. */
  int terminate(Duration patience) throws IOException, InterruptedException {
    while (!catchesTermination()) {
      Thread.onSpinWait();
    }
    // Process.destroy() would close the log as well.
    process.toHandle().destroy();
    if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("Orthanc did not end within " + patience + ":\n" + log(""));
    }
    return process.exitValue();
  }

  /** Orthanc says that it has started a moment before it listens to signals. */
  private boolean catchesTermination() throws IOException {
    String caught =
        Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
            .filter(line -> line.startsWith("SigCgt:"))
            .findFirst()
            .orElseThrow();
    int sigterm = 15;
    return (Long.parseUnsignedLong(caught.substring(7).strip(), 16) >> (sigterm - 1) & 1) == 1;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
