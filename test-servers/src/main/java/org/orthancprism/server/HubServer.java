// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model hub on this machine, in the layout of Hugging Face's: the API that lists a model's files,
 * and a second address, as that of a content network, from which files come. It can be told to
 * misbehave.
 */
public final class HubServer implements AutoCloseable {

  private static final int PIECE = 4096;

  private final HttpServer hub;
  private final HttpServer store;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, ServedModel> models = new ConcurrentHashMap<>();
  private final Map<String, Misbehaviour> faults = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Optional<String> token = Optional.empty();

  /**
   * A request that came.
   *
   * @param isHub whether it came to the hub itself, not to where it redirects
   * @param target path and query, or the whole address where this is used as a proxy
   * @param range the header {@code Range}, empty where there is none
   * @param authorization the header of that name, empty where there is none
   */
  public record Request(boolean isHub, String target, String range, String authorization) {}

  /** What goes wrong with a file. */
  public sealed interface Misbehaviour {

    /** Nothing does. */
    record None() implements Misbehaviour {}

    /** The connection is cut after some bytes, some times. */
    record Cut(int after, AtomicInteger times) implements Misbehaviour {
      public Cut(int after, int times) {
        this(after, new AtomicInteger(times));
      }
    }

    /** It does not answer for some times, and names seconds to wait. */
    record Busy(int status, int seconds, AtomicInteger times) implements Misbehaviour {
      public Busy(int status, int seconds, int times) {
        this(status, seconds, new AtomicInteger(times));
      }
    }

    /** Other bytes come. */
    record Other(ByteBuffer content) implements Misbehaviour {
      public Other(byte[] content) {
        this(ByteBuffer.wrap(content));
      }
    }

    /** Some bytes come, and nothing more, some times. */
    record Stall(int after, AtomicInteger times) implements Misbehaviour {
      public Stall(int after, int times) {
        this(after, new AtomicInteger(times));
      }
    }

    /** Parts are not served: each answer begins with the first byte. */
    record WholeOnly(int cutAfter, AtomicInteger times) implements Misbehaviour {
      public WholeOnly(int cutAfter, int times) {
        this(cutAfter, new AtomicInteger(times));
      }
    }

    /** It redirects to an address. */
    record Redirect(String location) implements Misbehaviour {}

    /** It answers with a status. */
    record Status(int status) implements Misbehaviour {}
  }

  private HubServer() throws IOException {
    hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  /** Starts one that has no models yet. */
  public static HubServer start() throws IOException {
    HubServer server = new HubServer();
    server.hub.createContext("/", exchange -> server.answer(exchange, true));
    server.store.createContext("/", exchange -> server.answer(exchange, false));
    for (HttpServer one : List.of(server.hub, server.store)) {
      one.setExecutor(server.threads);
      one.start();
    }
    return server;
  }

  /** What {@code HF_ENDPOINT} is set to. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
  }

  /** Publishes a folder under a name, {@code OWNER/NAME}. */
  public ServedModel publish(String name, Path folder) {
    ServedModel model = new ServedModel(name, folder);
    models.put(name, model);
    return model;
  }

  /** Makes a file, {@code OWNER/NAME/PATH}, go wrong, or all of a model by {@code OWNER/NAME}. */
  public void misbehave(String what, Misbehaviour how) {
    faults.put(what, how);
  }

  /** Everything is as it should be again. */
  public void behave() {
    faults.clear();
  }

  /** Answers only those who bring this token. */
  public void wantToken(String secret) {
    token = Optional.of(secret);
  }

  /** What was asked so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Paths of files that came from the store so far. */
  public List<String> served() {
    return requests.stream()
        .filter(request -> !request.isHub())
        .map(request -> request.target().replaceFirst("^/store/[^/]+/[^/]+/[^/]+/", ""))
        .toList();
  }

  private void answer(HttpExchange exchange, boolean isHub) throws IOException {
    try (exchange) {
      String authorization = header(exchange, "Authorization");
      requests.add(
          new Request(
              isHub,
              exchange.getRequestURI().toString(),
              header(exchange, "Range"),
              authorization));
      if (!isHub) {
        serve(exchange);
      } else if (token.isPresent() && !authorization.equals("Bearer " + token.get())) {
        status(exchange, 401);
      } else {
        route(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  /** {@code /api/models/OWNER/NAME/revision/REV} or {@code /OWNER/NAME/resolve/REV/PATH}. */
  private void route(HttpExchange exchange) throws IOException {
    String[] steps = exchange.getRequestURI().getPath().substring(1).split("/", 5);
    boolean isApi = steps[0].equals("api");
    String name = isApi ? steps[2] + "/" + steps[3] : steps[0] + "/" + steps[1];
    ServedModel model = models.get(name);
    Misbehaviour fault = fault(name);
    if (model == null) {
      status(exchange, 404);
    } else if (isBusy(fault)) {
      busy(exchange, fault);
    } else if (fault instanceof Misbehaviour.Status status) {
      status(exchange, status.status());
    } else if (isApi) {
      byte[] json = model.listing().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, json.length);
      exchange.getResponseBody().write(json);
    } else if (!steps[2].equals("resolve") || !steps[3].equals(model.commit())) {
      status(exchange, 404);
    } else {
      String location =
          fault(name + "/" + steps[4]) instanceof Misbehaviour.Redirect redirect
              ? redirect.location()
              : "http://127.0.0.1:"
                  + store.getAddress().getPort()
                  + "/store/"
                  + name
                  + "/"
                  + model.commit()
                  + "/"
                  + steps[4];
      exchange.getResponseHeaders().set("Location", location);
      status(exchange, 302);
    }
  }

  private Misbehaviour fault(String what) {
    return faults.getOrDefault(what, new Misbehaviour.None());
  }

  private static boolean isBusy(Misbehaviour fault) {
    return fault instanceof Misbehaviour.Busy busy && busy.times().getAndDecrement() > 0;
  }

  private static void busy(HttpExchange exchange, Misbehaviour fault) throws IOException {
    Misbehaviour.Busy busy = (Misbehaviour.Busy) fault;
    exchange.getResponseHeaders().set("Retry-After", Integer.toString(busy.seconds()));
    status(exchange, busy.status());
  }

  /** {@code /store/OWNER/NAME/REV/PATH}. */
  private void serve(HttpExchange exchange) throws IOException, InterruptedException {
    String[] steps = exchange.getRequestURI().getPath().substring(1).split("/", 5);
    String name = steps[1] + "/" + steps[2];
    ServedModel model = models.get(name);
    Misbehaviour fault = fault(name + "/" + steps[4]);
    if (model == null) {
      status(exchange, 404);
      return;
    }
    if (isBusy(fault)) {
      busy(exchange, fault);
      return;
    }
    byte[] all =
        fault instanceof Misbehaviour.Other other
            ? other.content().array()
            : model.content(steps[4]);
    String range = header(exchange, "Range");
    boolean isPart = !range.isEmpty() && !(fault instanceof Misbehaviour.WholeOnly);
    int from = isPart ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
    if (isPart && from >= all.length) {
      status(exchange, 416);
      return;
    }
    if (isPart) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (all.length - 1) + "/" + all.length);
    }
    exchange.sendResponseHeaders(isPart ? 206 : 200, all.length - from);
    send(exchange.getResponseBody(), Arrays.copyOfRange(all, from, all.length), fault);
  }

  private void send(OutputStream out, byte[] bytes, Misbehaviour fault)
      throws IOException, InterruptedException {
    int most = bytes.length;
    boolean stalls = false;
    if (fault instanceof Misbehaviour.Cut cut && cut.times().getAndDecrement() > 0) {
      most = Math.min(most, cut.after());
    } else if (fault instanceof Misbehaviour.WholeOnly whole
        && whole.times().getAndDecrement() > 0) {
      most = Math.min(most, whole.cutAfter());
    } else if (fault instanceof Misbehaviour.Stall stall && stall.times().getAndDecrement() > 0) {
      most = Math.min(most, stall.after());
      stalls = true;
    }
    for (int at = 0; at < most; at += PIECE) {
      out.write(bytes, at, Math.min(PIECE, most - at));
      out.flush();
    }
    if (stalls) {
      closing.await();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    hub.stop(0);
    store.stop(0);
    threads.shutdownNow();
  }
}
