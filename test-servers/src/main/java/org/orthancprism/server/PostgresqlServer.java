// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of Debian's package {@code postgresql} as a child process, in a temporary folder and
 * on a free port, by default of the loopback device. It asks for a password, also from this
 * machine.
 *
 * <p>PostgreSQL refuses to run as root; started by root, it runs as the user {@code postgres}. It
 * ends with {@link #close()} and with this JVM.
 */
public final class PostgresqlServer implements AutoCloseable {

  public static final String USER = "prism";
  public static final String DATABASE = "prism";

  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final String UNPRIVILEGED = "postgres";
  private static final String LOOPBACK = "127.0.0.1";
  private static final long SECONDS = 60;

  private final Path programs;
  private final Path folder;
  private final String listenAddress;
  private final int port;
  private final Thread hook;

  private PostgresqlServer(Path programs, Path folder, String listenAddress, int port) {
    this.programs = programs;
    this.folder = folder;
    this.listenAddress = listenAddress;
    this.port = port;
    this.hook = new Thread(this::end, "stop-postgresql");
  }

  /**
   * Creates a database and starts the server on the loopback device.
   *
   * @param password the password of {@value #USER}
   * @throws IOException when there is no PostgreSQL on this machine, or it does not start
   */
  public static PostgresqlServer start(String password) throws IOException {
    return start(password, LOOPBACK);
  }

  /**
   * Creates a database and starts the server.
   *
   * @param password the password of {@value #USER}
   * @param listenAddress where it listens; {@code *} for all addresses of this machine
   * @throws IOException when there is no PostgreSQL on this machine, or it does not start
   */
  public static PostgresqlServer start(String password, String listenAddress) throws IOException {
    Path folder = Files.createTempDirectory("prism-postgresql-");
    if (isRoot()) {
      run(List.of("chown", UNPRIVILEGED, folder.toString()));
    }
    PostgresqlServer server = new PostgresqlServer(programs(), folder, listenAddress, freePort());
    Runtime.getRuntime().addShutdownHook(server.hook);
    try {
      server.create(password);
      if (!listenAddress.equals(LOOPBACK)) {
        server.letIn("host all all 0.0.0.0/0 scram-sha-256");
      }
      server.start();
      server.as(
          server.program("createdb"),
          "--host=" + folder,
          "--port=" + server.port,
          "--username=" + USER,
          DATABASE);
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private void create(String password) throws IOException {
    Path file = folder.resolve("password");
    Files.writeString(file, password + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    as(
        program("initdb"),
        "--pgdata=" + data(),
        "--username=" + USER,
        "--pwfile=" + file,
        "--auth-local=trust",
        "--auth-host=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync");
    Files.delete(file);
  }

  /** Drops all tables. */
  public void empty() throws IOException {
    query("DROP SCHEMA public CASCADE");
    query("CREATE SCHEMA public");
  }

  /** Starts the server again where it was stopped. */
  public void start() throws IOException {
    control("start", "--log=" + folder.resolve("log"), "--options=" + options());
  }

  /** Stops the server, as for its maintenance; connections break. */
  public void stop() throws IOException {
    control("stop", "--mode=fast");
  }

  /** Ends the server at once, as a power failure does. */
  public void crash() throws IOException {
    control("stop", "--mode=immediate");
  }

  /**
   * Has the server take TLS, and over the network nothing else, from its next start on.
   *
   * @param certificate its certificate in PEM
   * @param key the certificate's key in PEM
   */
  public void requireTls(Path certificate, Path key) throws IOException {
    install(certificate, "server.crt");
    install(key, "server.key");
    letIn("hostssl all all 0.0.0.0/0 scram-sha-256");
    Files.writeString(
        data().resolve("postgresql.auto.conf"),
        "ssl = on\nssl_cert_file = 'server.crt'\nssl_key_file = 'server.key'\n");
  }

  private void letIn(String rule) throws IOException {
    Files.writeString(data().resolve("pg_hba.conf"), "local all all trust\n" + rule + "\n");
  }

  private void install(Path file, String name) throws IOException {
    Path copy = data().resolve(name);
    Files.write(copy, Files.readAllBytes(file));
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
    if (isRoot()) {
      run(List.of("chown", UNPRIVILEGED, copy.toString()));
    }
  }

  /** JDBC URL of the database. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
  }

  /** Its port on the loopback device. */
  public int port() {
    return port;
  }

  /** Runs one statement as the owner of the database; returns what it gives, without heading. */
  public String query(String sql) throws IOException {
    return as(
        program("psql"),
        "--no-psqlrc",
        "--tuples-only",
        "--no-align",
        "--host=" + folder,
        "--port=" + port,
        "--username=" + USER,
        "--command=" + sql,
        DATABASE);
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs already, and finds nothing left to do.
      return;
    }
  }

  private void end() {
    try {
      if (Files.exists(data().resolve("postmaster.pid"))) {
        control("stop", "--mode=immediate");
      }
      delete(folder);
    } catch (IOException e) {
      System.err.println("PostgreSQL in " + folder + " could not be ended: " + e.getMessage());
    }
  }

  /** Writes are not forced to the disk: what a test leaves behind nobody needs. */
  private String options() {
    return "-c listen_addresses="
        + listenAddress
        + " -c port="
        + port
        + " -c unix_socket_directories="
        + folder
        + " -c fsync=off -c max_connections=100 -c shared_buffers=16MB";
  }

  private void control(String command, String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("--pgdata=" + data(), "--wait", "--timeout=" + SECONDS, "--silent"));
    arguments.addAll(List.of(options));
    arguments.add(command);
    as(program("pg_ctl"), arguments.toArray(String[]::new));
  }

  private Path data() {
    return folder.resolve("data");
  }

  private String program(String name) {
    return programs.resolve(name).toString();
  }

  /** Runs a program as the user that the server runs as. */
  private String as(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(
          List.of(
              "setpriv", "--reuid=" + UNPRIVILEGED, "--regid=" + UNPRIVILEGED, "--init-groups"));
    }
    command.add(program);
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** The server keeps the outputs of the program that starts it, so these go to a file. */
  private static String run(List<String> command) throws IOException {
    Path output = Files.createTempFile("prism-postgresql-", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command.get(0) + " does not end");
      }
      String text = Files.readString(output, StandardCharsets.UTF_8).strip();
      if (process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " fails: " + text);
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while PostgreSQL was waited for", e);
    } finally {
      Files.delete(output);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** Debian keeps each version's programs in a folder of its own, beside the search path. */
  private static Path programs() throws IOException {
    if (Files.isDirectory(DEBIAN)) {
      try (Stream<Path> versions = Files.list(DEBIAN)) {
        Optional<Path> newest =
            versions
                .map(version -> version.resolve("bin"))
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                .max(Comparator.naturalOrder());
        if (newest.isPresent()) {
          return newest.get();
        }
      }
    }
    throw new IOException("no PostgreSQL on this machine: apt-get install postgresql");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
