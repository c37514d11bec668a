// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.orthancprism.command.files.TemporaryFolder;
import org.orthancprism.supervision.DaemonThreads;

/**
 * The process that runs an ONNX file: a JVM with a small heap and few variables of the environment,
 * which gets tensors and gives numbers ({@link OnnxProgram}). What it does not do in time ends it.
 */
final class OnnxProcess implements AutoCloseable {

  /** What the JVM and the runtime need before the first film. */
  private static final Duration START = Duration.ofMinutes(2);

  private static final long DYING_SECONDS = 10;

  private final Path file;
  private final String digest;
  private final Duration timeout;
  private final int heapMegabytes;
  private final ExecutorService talking =
      Executors.newSingleThreadExecutor(new DaemonThreads("onnx"));
  private @Nullable Running running;
  private boolean ended;

  /** A process and the ways to it. */
  private record Running(
      Process process, TemporaryFolder folder, DataOutputStream in, DataInputStream out) {}

  /**
   * @param file the ONNX file
   * @param digest its SHA-256 when it was opened
   * @param timeout for one film
   * @param heapMegabytes of its JVM
   */
  OnnxProcess(Path file, String digest, Duration timeout, int heapMegabytes) {
    this.file = file;
    this.digest = digest;
    this.timeout = timeout;
    this.heapMegabytes = heapMegabytes;
  }

  /**
   * Runs the model on one tensor.
   *
   * @return the values of its first output, row-major
   * @throws ModelException when it fails, after which its process is no more
   */
  double[] run(long[] shape, float[] input) throws ModelException {
    Running to = started();
    return within(
        timeout,
        to,
        () -> {
          OnnxTalk.writeTensor(to.in(), shape, input);
          return OnnxTalk.readAnswer(to.out());
        });
  }

  private Running started() throws ModelException {
    if (ended) {
      throw new ModelException("its process has ended");
    }
    Running now = running;
    if (now == null) {
      now = start();
      Running started = now;
      running = started;
      within(START, started, () -> OnnxTalk.readAnswer(started.out()));
    }
    return now;
  }

  private Running start() throws ModelException {
    try {
      TemporaryFolder folder = TemporaryFolder.create("prism-onnx");
      Path copy = folder.path().resolve("model.onnx");
      Files.copy(file, copy);
      if (!AuditedFiles.digest(copy).equals(digest)) {
        folder.close();
        throw new ModelException(file + " has changed meanwhile: start the audit again");
      }
      ProcessBuilder builder =
          new ProcessBuilder(command(copy)).redirectError(errors(folder).toFile());
      Map<String, String> environment = builder.environment();
      environment.keySet().retainAll(List.of("PATH", "LANG", "LC_ALL", "HOME", "OMP_NUM_THREADS"));
      Process process = builder.directory(folder.path().toFile()).start();
      return new Running(
          process,
          folder,
          new DataOutputStream(new BufferedOutputStream(process.getOutputStream())),
          new DataInputStream(new BufferedInputStream(process.getInputStream())));
    } catch (IOException e) {
      throw new ModelException("its process can't be started: " + e.getMessage(), e);
    }
  }

  private List<String> command(Path copy) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + heapMegabytes + "m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-Djava.io.tmpdir=" + copy.getParent(),
        "-Dai.djl.offline=true",
        "-Dai.djl.onnx.disable_alternative=true",
        "-DOPT_OUT_TRACKING=true",
        "-cp",
        System.getProperty("java.class.path"),
        OnnxProgram.class.getName(),
        copy.toString());
  }

  private static Path errors(TemporaryFolder folder) {
    return folder.path().resolve("errors");
  }

  private double[] within(Duration limit, Running to, Callable<double[]> talk)
      throws ModelException {
    Future<double[]> answer = talking.submit(talk);
    boolean good = false;
    try {
      double[] values = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      good = true;
      return values;
    } catch (TimeoutException e) {
      throw new ModelException("it did not answer within " + limit.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ModelException told) {
        throw told;
      }
      throw new ModelException(ending(to), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException("it was interrupted", e);
    } finally {
      if (!good) {
        close();
      }
    }
  }

  /** How its process ended, with the last line that it wrote to its standard error. */
  private static String ending(Running to) {
    String status = "without a status";
    try {
      if (to.process().waitFor(DYING_SECONDS, TimeUnit.SECONDS)) {
        status = "with status " + to.process().exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String last = "";
    try (Stream<String> lines = Files.lines(errors(to.folder()), StandardCharsets.ISO_8859_1)) {
      last =
          lines
              .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
              .reduce("", (earlier, later) -> ": " + later);
    } catch (IOException e) {
      last = " (" + e.getMessage() + ")";
    }
    return "its process ended " + status + last;
  }

  @Override
  public void close() {
    ended = true;
    Running now = running;
    running = null;
    if (now != null) {
      now.process().destroyForcibly();
      try {
        now.process().waitFor(DYING_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      now.folder().close();
    }
    talking.shutdownNow();
  }
}
