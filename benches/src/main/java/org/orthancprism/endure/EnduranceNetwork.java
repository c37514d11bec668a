// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.endure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Network namespaces, one a worker, each joined to this machine by a pair of virtual devices: as
 * workers on other machines, they share no address with the Orthancs and the queue. To make them
 * needs root and iproute2; where either is missing the workers run side by side.
 */
final class EnduranceNetwork implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";
  private static final long SECONDS = 20;

  /** Trials at the same time take other networks: 10.200.i.0/30 and on. */
  private static final int NETWORKS = 50;

  private static final int FIRST_NETWORK = 200;

  private final String name;
  private final int network;
  private final List<String> namespaces = new ArrayList<>();
  private final Thread hook = new Thread(this::deleteQuietly, "delete-namespaces");
  private String obstacle = "";

  private EnduranceNetwork() {
    long pid = ProcessHandle.current().pid();
    this.name = "prism" + pid % 100_000;
    this.network = FIRST_NETWORK + (int) (pid % NETWORKS);
  }

  /** Makes as many namespaces, or none where that is not allowed here. */
  static EnduranceNetwork open(int workers) throws IOException {
    EnduranceNetwork made = new EnduranceNetwork();
    if (!System.getProperty("user.name").equals("root")) {
      made.obstacle = "only root makes network namespaces";
      return made;
    }
    Runtime.getRuntime().addShutdownHook(made.hook);
    for (int i = 1; i <= workers && made.obstacle.isEmpty(); i++) {
      made.join(i);
    }
    if (!made.obstacle.isEmpty()) {
      made.close();
    }
    return made;
  }

  /** No namespaces: everything on one machine. */
  static EnduranceNetwork none() {
    return new EnduranceNetwork();
  }

  private void join(int i) throws IOException {
    String namespace = name + "-" + i;
    String here = name + "h" + i;
    String there = name + "n" + i;
    run("ip", "netns", "add", namespace);
    namespaces.add(namespace);
    run("ip", "link", "add", here, "type", "veth", "peer", "name", there);
    run("ip", "link", "set", there, "netns", namespace);
    run("ip", "address", "add", host(i) + "/30", "dev", here);
    run("ip", "link", "set", here, "up");
    String inside = "10." + network + "." + i + ".2/30";
    run("ip", "-netns", namespace, "address", "add", inside, "dev", there);
    run("ip", "-netns", namespace, "link", "set", there, "up");
    run("ip", "-netns", namespace, "link", "set", "lo", "up");
  }

  /** Whether there are namespaces. */
  boolean isSeparate() {
    return !namespaces.isEmpty();
  }

  /** Why there are none; empty where none were wanted. */
  Optional<String> obstacle() {
    return obstacle.isEmpty() ? Optional.empty() : Optional.of(obstacle);
  }

  /** By which address a worker, counted from 1, reaches this machine. */
  String hostOf(int worker) {
    return isSeparate() ? host(worker) : LOOPBACK;
  }

  private String host(int worker) {
    return "10." + network + "." + worker + ".1";
  }

  /** On which addresses servers listen, so that the workers reach them. */
  String listenAddress() {
    return isSeparate() ? "*" : LOOPBACK;
  }

  /** What precedes the command of a worker, counted from 1, to start it in its namespace. */
  List<String> prefix(int worker) {
    return isSeparate() ? List.of("ip", "netns", "exec", namespaces.get(worker - 1)) : List.of();
  }

  private void run(String... command) throws IOException {
    if (!obstacle.isEmpty()) {
      return;
    }
    Path output = Files.createTempFile("prism-network-", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        obstacle = String.join(" ", command) + ": " + Files.readString(output).strip();
      }
    } catch (IOException e) {
      obstacle = "iproute2 is missing: " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      obstacle = "interrupted";
    } finally {
      Files.delete(output);
    }
  }

  /** A namespace's device goes with it, and its peer with the device. */
  @Override
  public void close() throws IOException {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs already, and finds nothing left to do.
      return;
    }
  }

  private void deleteQuietly() {
    try {
      delete();
    } catch (IOException e) {
      System.err.println("Network namespaces are left, ip netns lists them: " + e.getMessage());
    }
  }

  private synchronized void delete() throws IOException {
    String kept = obstacle;
    obstacle = "";
    for (String namespace : List.copyOf(namespaces)) {
      run("ip", "netns", "delete", namespace);
      namespaces.remove(namespace);
    }
    obstacle = kept;
  }
}
