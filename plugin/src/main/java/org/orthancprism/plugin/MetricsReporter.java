// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.orthancprism.effects.EndRecords;
import org.orthancprism.queue.QueueControl;
import org.orthancprism.supervision.WorkerStatus;
import org.orthancprism.task.FailureKind;
import org.orthancprism.task.Stage;
import org.orthancprism.task.TaskRecords;
import org.orthancprism.task.TaskState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the plugin's metrics in Orthanc, and warns in the log when the queue is too long. Orthanc's
 * metrics have no labels, so that names contain states, stages and reasons.
 */
final class MetricsReporter {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsReporter.class);

  /** The alarm ends when this share of its threshold is reached, so that it does not flutter. */
  private static final double CALM = 0.8;

  private final OrthancHost host;
  private final TaskRecords records;
  private final EndRecords ends;
  private final QueueControl control;
  private final Optional<Supplier<WorkerStatus>> worker;
  private final int alarmAbove;
  private boolean alarmed;

  MetricsReporter(PrismServices services) {
    this.host = services.host();
    this.records = services.records();
    this.ends = services.endRecords();
    this.control = services.control();
    this.worker = services.worker();
    this.alarmAbove = services.configuration().queueAlarm();
  }

  /** Sets all metrics as they are now. */
  void report() {
    Map<TaskState, Long> counts = records.counts();
    counts.forEach((state, count) -> host.metric("prism_tasks_" + state.label(), count));
    Map<String, Long> failures = records.failures();
    for (FailureKind kind : FailureKind.values()) {
      host.metric(
          "prism_failed_" + kind.label().replace('-', '_'),
          failures.getOrDefault(kind.label(), 0L));
    }
    Map<Stage, TaskRecords.StageTotal> totals = records.stageTotals();
    for (Stage stage : Stage.values()) {
      TaskRecords.StageTotal total = totals.getOrDefault(stage, new TaskRecords.StageTotal(0, 0));
      host.metric("prism_stage_" + stage.label() + "_seconds_total", total.seconds());
      host.metric("prism_stage_" + stage.label() + "_total", (double) total.times());
    }
    ends.totals()
        .forEach(
            (end, edits) ->
                host.metric("prism_edits_" + end.label().replace('-', '_') + "_total", edits));
    List<QueueControl.WorkerInfo> workers = control.workers();
    host.metric("prism_workers", workers.size());
    host.metric(
        "prism_worker_resident_memory_bytes",
        workers.stream().mapToDouble(QueueControl.WorkerInfo::memoryBytes).sum());
    workers.stream()
        .flatMapToLong(one -> one.gpuMemoryBytes().stream())
        .reduce(Long::sum)
        .ifPresent(bytes -> host.metric("prism_gpu_memory_bytes", (double) bytes));
    worker.ifPresent(status -> host.metric("prism_worker_restarts", status.get().restarts()));
    host.metric("prism_queue_paused", control.paused().isPresent() ? 1 : 0);
    alarm(counts.getOrDefault(TaskState.QUEUED, 0L));
  }

  private void alarm(long queued) {
    if (!alarmed && queued > alarmAbove) {
      alarmed = true;
      LOG.warn("The queue is long: tasks waiting {}, alarm above {}", queued, alarmAbove);
    } else if (alarmed && queued <= CALM * alarmAbove) {
      alarmed = false;
      LOG.warn("The queue is no longer long: tasks waiting {}", queued);
    }
    host.metric("prism_queue_alarm", alarmed ? 1 : 0);
  }
}
