// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.server;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.orthancprism.orthanc.OrthancClient;

/**
 * A real Orthanc as a child process, on free ports of the loopback device.
 *
 * <p>It ends with {@link #close()}, with this JVM, and also when this JVM is killed: it never stays
 * behind.
 */
public final class OrthancServer implements AutoCloseable {

  /** The application entity title that it answers to. */
  public static final String AE_TITLE = "ORTHANCPRISM";

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 3;

  private final ServerSettings settings;
  private final Process process;
  private final Process guard;
  private final Thread hook;
  private final int httpPort;
  private final int dicomPort;
  private final RestApi api;
  private final OrthancClient client;

  private OrthancServer(ServerSettings settings, Process process, int httpPort, int dicomPort)
      throws IOException {
    this.settings = settings;
    this.process = process;
    this.guard = startGuard(process.pid());
    this.httpPort = httpPort;
    this.dicomPort = dicomPort;
    this.api = new RestApi(address(), settings.credentials());
    this.client = new OrthancClient(address(), authorization(settings));
    this.hook = new Thread(this::stop, "stop-orthanc");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts Orthanc on the settings' folder, which may hold the storage of an earlier run, and waits
   * until it answers.
   *
   * @throws ServerException when it does not answer; the message names the log
   */
  public static OrthancServer start(ServerSettings settings) throws ServerException {
    for (int attempt = 1; ; attempt++) {
      OrthancServer server = launch(settings);
      if (server.awaitAnswer()) {
        return server;
      }
      boolean died = !server.process.isAlive();
      server.close();
      // Between the choice of a port and Orthanc's bind another process may take it.
      if (!died || attempt == ATTEMPTS) {
        throw ServerException.withLog(
            died ? "Orthanc ended while it started" : "Orthanc does not answer", settings.log());
      }
    }
  }

  /**
   * Starts it once more after its end, on the same folder and the same ports, for those who know it
   * by its address.
   *
   * @throws ServerException when it does not answer; the message names the log
   */
  public OrthancServer startAgain() throws ServerException {
    for (int attempt = 1; ; attempt++) {
      OrthancServer server = launch(settings, httpPort, dicomPort);
      if (server.awaitAnswer()) {
        return server;
      }
      server.close();
      if (attempt == ATTEMPTS) {
        throw ServerException.withLog("Orthanc does not start again", settings.log());
      }
    }
  }

  private static OrthancServer launch(ServerSettings settings) throws ServerException {
    try {
      return launch(settings, freePort(), freePort());
    } catch (IOException e) {
      throw new ServerException("no port is free on this machine: " + e, e);
    }
  }

  private static OrthancServer launch(ServerSettings settings, int httpPort, int dicomPort)
      throws ServerException {
    try {
      Files.createDirectories(settings.folder());
      Files.createDirectories(settings.log().toAbsolutePath().getParent());
      JsonObject configuration = settings.configuration(httpPort, dicomPort);
      Files.writeString(settings.configurationFile(), configuration.toString());
      ProcessBuilder builder =
          new ProcessBuilder(executable().toString(), settings.configurationFile().toString());
      builder.environment().putAll(settings.environment());
      builder.directory(settings.folder().toFile());
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(settings.log().toFile()));
      return new OrthancServer(settings, builder.start(), httpPort, dicomPort);
    } catch (IOException e) {
      throw new ServerException("cannot start Orthanc in " + settings.folder() + ": " + e, e);
    }
  }

  private static Path executable() throws ServerException {
    String path = System.getenv().getOrDefault("PATH", "");
    // Debian installs it among the administrator's programs, which a user's PATH lacks.
    return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "Orthanc"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new ServerException("no Orthanc on this machine: apt-get install orthanc"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A shell that reads from a pipe of ours: the pipe closes however this JVM ends. */
  private static Process startGuard(long pid) throws IOException {
    String script =
        "trap '' INT; read -r _; kill -TERM $1; i=0;"
            + " while kill -0 $1 && [ $i -lt 20 ]; do sleep 1; i=$((i+1)); done; kill -KILL $1";
    return new ProcessBuilder("/bin/sh", "-c", script, "guard", Long.toString(pid))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private boolean awaitAnswer() {
    return Await.until(START, () -> !process.isAlive() || api.answers("/system"))
        && process.isAlive();
  }

  /** An Orthanc without users ignores the header, so that its value does not matter there. */
  private static String authorization(ServerSettings settings) {
    return settings.credentials().orElse(new Credentials("", "")).basic();
  }

  /** Where its REST API and Orthanc Explorer answer, for example {@code http://127.0.0.1:8042}. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + httpPort);
  }

  /** The port on which it takes DICOM associations. */
  public int dicomPort() {
    return dicomPort;
  }

  /** Its REST API, as the user of the settings. */
  public RestApi api() {
    return api;
  }

  /** Its instances, as the user of the settings. */
  public OrthancClient client() {
    return client;
  }

  /** What Orthanc, the plugin and the worker wrote. */
  public Path log() {
    return settings.log();
  }

  /** Lines of the log so far, of all runs in the folder. */
  public List<String> logLines() throws IOException {
    return new String(Files.readAllBytes(log()), StandardCharsets.UTF_8).lines().toList();
  }

  /** The settings it was started with. */
  public ServerSettings settings() {
    return settings;
  }

  /** Whether the process runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Orthanc's own process and what it started, the worker included. */
  public List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** Returns when Orthanc ended. */
  public void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  /** Ends it at once, as a crash does (SIGKILL); what it started is left to notice by itself. */
  public void kill() {
    process.destroyForcibly().onExit().join();
    close();
  }

  /** Ends Orthanc with SIGTERM, and with SIGKILL where that does not end it within 20 seconds. */
  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs already, and finds nothing left to do.
      return;
    }
  }

  private void stop() {
    guard.destroyForcibly();
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
