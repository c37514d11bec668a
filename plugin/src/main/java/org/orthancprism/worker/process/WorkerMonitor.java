// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.orthancprism.configuration.DailyWindow;
import org.orthancprism.configuration.Version;
import org.orthancprism.database.QueueException;
import org.orthancprism.queue.QueueControl;
import org.orthancprism.queue.StudyConsumer;
import org.orthancprism.supervision.DaemonThreads;
import org.orthancprism.supervision.LastingTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a worker begin tasks, or not: while the queue is paused and outside the daily window it does
 * not. Tells the queue that the worker lives, as it looks, and ends the process when a task hangs.
 */
final class WorkerMonitor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerMonitor.class);
  private static final long SECONDS = 2;
  private static final long GPU_SECONDS = 30;
  private static final int HANGS = 3;
  private static final Path MEMORY = Path.of("/proc/self/statm");
  private static final int PAGE_BYTES = 4096;

  private final HangWatch hangs;
  private final Consumer<String> whenOneHangs;
  private final QueueControl control;
  private final StudyConsumer consumer;
  private final WorkerConfiguration configuration;
  private final Supplier<String> device;
  private final Clock clock;
  private final Instant startedAt;

  /** The queue may let it wait. */
  private final ScheduledExecutorService thread = thread("prism-monitor");

  /** Never waits: it must act when all else hangs. */
  private final ScheduledExecutorService watch = thread("prism-hang-watch");

  /** The driver may let it wait. */
  private final ScheduledExecutorService driver = thread("prism-gpu-memory");

  private final GpuMemory gpu;
  private volatile OptionalLong gpuMemoryBytes = OptionalLong.empty();
  private boolean open = true;

  /**
   * @param device what is computed on, as far as that is known
   */
  WorkerMonitor(
      QueueControl control,
      StudyConsumer consumer,
      WorkerConfiguration configuration,
      Supplier<String> device,
      HangWatch hangs,
      Clock clock) {
    this(
        control,
        consumer,
        configuration,
        device,
        hangs,
        WorkerMonitor::end,
        GpuMemory.of(configuration.device()),
        clock);
  }

  /**
   * @param whenOneHangs what to do about a study whose task hangs
   * @param gpu tells the memory of the GPU, and may take its time for it
   */
  WorkerMonitor(
      QueueControl control,
      StudyConsumer consumer,
      WorkerConfiguration configuration,
      Supplier<String> device,
      HangWatch hangs,
      Consumer<String> whenOneHangs,
      GpuMemory gpu,
      Clock clock) {
    this.hangs = hangs;
    this.whenOneHangs = whenOneHangs;
    this.control = control;
    this.consumer = consumer;
    this.configuration = configuration;
    this.device = device;
    this.gpu = gpu;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(new DaemonThreads(name));
  }

  /** Looks once, so that nothing is begun that should not be, and from then on now and then. */
  void start() {
    every(GPU_SECONDS, 0, driver, "asking for the memory of the GPU", this::askGpu);
    every(SECONDS, SECONDS, watch, "looking for tasks that hang", this::lookForHanging);
    look();
    every(SECONDS, SECONDS, thread, "looking whether tasks may be begun", this::look);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a lasting task logs what goes wrong in it
  private static void every(
      long seconds, long first, ScheduledExecutorService thread, String what, Runnable action) {
    thread.scheduleWithFixedDelay(new LastingTask(what, action), first, seconds, TimeUnit.SECONDS);
  }

  private void lookForHanging() {
    hangs.hanging().ifPresent(whenOneHangs);
  }

  /** A thread that hangs in native code can't be ended, but its process can. */
  private static void end(String study) {
    LOG.error("Study {}: its task hangs; the worker ends, and is started again", study);
    Runtime.getRuntime().halt(HANGS);
  }

  /** Looks whether tasks may be begun. */
  void look() {
    try {
      control.seen(info());
      Optional<String> reason = reasonToWait();
      if (reason.isPresent() && open) {
        consumer.pause();
        LOG.warn("No further task is begun: {}", reason.get());
      } else if (reason.isEmpty() && !open) {
        consumer.resume();
        LOG.warn("Tasks are begun again");
      }
      open = reason.isEmpty();
    } catch (QueueException e) {
      LOG.warn("The queue does not answer: {}", e.getMessage());
    }
  }

  private Optional<String> reasonToWait() {
    Optional<QueueControl.Pause> paused = control.paused();
    if (paused.isPresent()) {
      return Optional.of("the queue is paused: " + paused.get().reason());
    }
    Optional<DailyWindow> window = configuration.limits().window();
    return window
        .filter(daily -> !daily.contains(clock.instant()))
        .map(daily -> "it is not from " + daily.from() + " to " + daily.to());
  }

  private QueueControl.WorkerInfo info() {
    return new QueueControl.WorkerInfo(
        configuration.name(),
        device.get(),
        configuration.tasks(),
        Version.current(),
        startedAt,
        clock.instant(),
        memoryBytes(),
        gpuMemoryBytes);
  }

  /** To ask the driver takes a process of its own, which is worth it now and then only. */
  private void askGpu() {
    gpuMemoryBytes = gpu.used();
  }

  /** What the process holds in memory; 0 where the system does not report it. */
  private static long memoryBytes() {
    try {
      return Long.parseLong(Files.readString(MEMORY).split(" ", 3)[1]) * PAGE_BYTES;
    } catch (IOException | RuntimeException e) {
      LOG.debug("The memory of the process is not known", e);
      return 0;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    watch.shutdownNow();
    driver.shutdownNow();
    try {
      control.left(configuration.name());
    } catch (QueueException e) {
      LOG.info("The queue will notice by itself that the worker has ended: {}", e.getMessage());
    }
  }
}
