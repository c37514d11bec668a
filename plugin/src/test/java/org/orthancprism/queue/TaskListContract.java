// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.database.Sql;
import org.orthancprism.delivery.Delivery;
import org.orthancprism.delivery.DeliveryRecords;
import org.orthancprism.delivery.Destinations;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.request.TaskKey;
import org.orthancprism.task.FailureKind;
import org.orthancprism.task.SeparateStudies;
import org.orthancprism.task.Stage;
import org.orthancprism.task.TaskFilter;
import org.orthancprism.task.TaskRecord;
import org.orthancprism.task.TaskRecords;
import org.orthancprism.task.TaskState;

/** What a queue promises to those who look at its tasks, however many there are. */
abstract class TaskListContract extends QueueContract {

  /** What makes a query tell how it would be done. */
  abstract String explain();

  /** Words by which that tells that rows are sorted, or read without an index of their order. */
  abstract List<String> slow();

  private void insert(int count) throws SQLException {
    execute(
        "INSERT INTO tasks (orthanc, task_id, study_id, origin, state, failure, progress, films,"
            + " attempts, triggered_again, cancel_requested, queued_at, finished_at) WITH RECURSIVE"
            + " numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < "
            + count
            + ") SELECT 'radiology', 'task-' || i, 'study-' || (i / 2), 'arrival', CASE i % 5 WHEN"
            + " 0 THEN 'failed' WHEN 1 THEN 'queued' WHEN 2 THEN 'running' ELSE 'done' END, CASE i"
            + " % 10 WHEN 0 THEN 'defect' WHEN 5 THEN 'orthanc-down' END, 0, '[]', 1, 0, 0, i, i"
            + " FROM numbers");
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void assertCountsAreThoseOfTheRecords() {
    Sql sql = new Sql(database);
    Map<TaskState, Long> counted =
        sql
            .query(
                row -> Map.entry(TaskState.ofLabel(row.getString(1)), row.getLong(2)),
                "SELECT state, COUNT(*) FROM tasks WHERE orthanc = ? GROUP BY state",
                ORTHANC)
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    records
        .counts()
        .forEach(
            (state, count) -> assertEquals(counted.getOrDefault(state, 0L), count, "" + state));
    Map<String, Long> failures =
        sql
            .query(
                row -> Map.entry(row.getString(1), row.getLong(2)),
                "SELECT failure, COUNT(*) FROM tasks WHERE orthanc = ? AND state = 'failed' AND"
                    + " failure IS NOT NULL GROUP BY failure",
                ORTHANC)
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertEquals(failures, records.failures());
  }

  @Test
  void aStudyOfResultsIsNeverQueuedAndHasTheTasksOfTheStudyOfItsFilms() {
    queue.add("films");
    SeparateStudies results = new SeparateStudies(database, ORTHANC);
    results.add("results", "films");
    results.add("results", "films");
    queue.add("results");
    queue.backfill("results");
    assertEquals(1L, records.counts().get(TaskState.QUEUED));
    for (String study : List.of("films", "results")) {
      TaskFilter filter = new TaskFilter(Optional.empty(), Optional.of(study), Optional.empty(), 9);
      assertEquals(
          List.of("films"), records.page(filter).stream().map(TaskRecord::studyId).toList());
    }
    assertEquals(Optional.empty(), new SeparateStudies(database, "another").source("results"));
    CounterfactualRequest asked = CounterfactualRequest.of(List.of("add-nodule"));
    assertEquals(queue.request("films", asked), queue.request("results", asked));
  }

  @Test
  void deliveriesSurviveAndARetriedTaskHasThemSentAtOnce() {
    queue.add("films");
    DeliveryRecords deliveries = new DeliveryRecords(database, ORTHANC, CLOCK);
    deliveries.add("films", new Destinations(List.of("PACS", "away")), List.of("a1", "a2"));
    deliveries.begin("request", new Destinations(List.of("PACS")), "2.25.1");
    deliveries.begin("request", new Destinations(List.of("PACS")), "2.25.2");
    try (QueueDatabase again =
        QueueDatabase.open(database.settings(), QueueDatabase.Side.TRIGGERS)) {
      List<Delivery> found = new DeliveryRecords(again, ORTHANC, CLOCK).of(List.of("films"));
      assertEquals(List.of("PACS", "away"), found.stream().map(Delivery::destination).toList());
      assertEquals(List.of("a1", "a2"), found.get(0).left());
      assertEquals(
          Optional.of("2.25.2"), new DeliveryRecords(again, ORTHANC, CLOCK).begun("request"));
    }
    assertTrue(queue.cancel("films", "not wanted"));
    assertTrue(queue.retry("films"));
    assertEquals(2, deliveries.of(List.of("films")).size());
  }

  @Test
  void eachListIsReadInTheOrderOfAnIndex() throws Exception {
    insert(20_000);
    execute("ANALYZE");
    List<TaskFilter> filters = new ArrayList<>();
    for (Optional<String> after : List.of(Optional.<String>empty(), Optional.of("task-9000"))) {
      filters.add(new TaskFilter(Optional.empty(), Optional.empty(), after, 25));
      for (TaskState state : List.of(TaskState.FAILED, TaskState.DONE, TaskState.CANCELLED)) {
        filters.add(new TaskFilter(Optional.of(state), Optional.empty(), after, 25));
      }
    }
    for (TaskFilter filter : filters) {
      String plan = plan(filter);
      String index = filter.state().isPresent() ? "tasks_newest_in_state" : "tasks_newest";
      assertTrue(plan.matches("(?s).*\\b" + index + "\\b.*"), filter + "\n" + plan);
      slow().forEach(word -> assertFalse(plan.contains(word), filter + "\n" + plan));
    }
    String ofStudy =
        plan(new TaskFilter(Optional.empty(), Optional.of("study-7"), Optional.empty(), 25));
    assertTrue(ofStudy.contains("tasks_study"), ofStudy);
  }

  private String plan(TaskFilter filter) {
    List<Object> parameters = new ArrayList<>();
    String query = explain() + " " + records.pageQuery(filter, parameters);
    return String.join(
        "\n",
        new Sql(database)
            .query(
                row -> row.getString(row.getMetaData().getColumnCount()),
                query,
                parameters.toArray()));
  }

  @Test
  void pagesFollowEachOtherWithoutGapWhereManyTasksCameAtOnce() throws Exception {
    insert(100);
    execute("UPDATE tasks SET queued_at = queued_at / 30");
    List<String> seen = new ArrayList<>();
    Optional<String> after = Optional.empty();
    List<TaskRecord> page;
    do {
      page = records.page(new TaskFilter(Optional.empty(), Optional.empty(), after, 7));
      page.forEach(task -> seen.add(task.key().id()));
      after = page.stream().reduce((first, second) -> second).map(task -> task.key().id());
    } while (!page.isEmpty());
    assertEquals(
        records.newest(1000).stream().map(task -> task.key().id()).toList(), seen, seen::toString);
    assertEquals(100, seen.stream().distinct().count());
  }

  @Test
  void countsAreThoseOfTheRecordsWhateverSeveralWorkersDoAtOnce() throws Exception {
    insert(200);
    assertCountsAreThoseOfTheRecords();
    ExecutorService workers = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int worker = 0; worker < 4; worker++) {
        Random random = new Random(worker);
        ends.add(
            workers.submit(
                () -> {
                  TaskJournal journal = new TaskJournal(database, CLOCK);
                  for (int i = 0; i < 60; i++) {
                    change(journal, key("task-" + (1 + random.nextInt(20))), random.nextInt(10));
                  }
                }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      workers.shutdownNow();
    }
    assertCountsAreThoseOfTheRecords();
  }

  private void change(TaskJournal journal, TaskKey task, int what) {
    switch (what) {
      case 0 -> queue.add(task.id());
      case 1 -> journal.started(task, "one");
      case 2 -> journal.done(task, "");
      case 3 -> journal.failed(task, FailureKind.ORTHANC_DOWN, "down");
      case 4 -> journal.failed(task, FailureKind.DEFECT, "defect");
      case 5 -> journal.cancelled(task, FailureKind.STUDY_DELETED, "deleted");
      case 6 -> queue.retry(task.id());
      case 7 -> journal.waiting(task, FailureKind.WORKER_DIED, "died");
      case 8 -> new Sql(database).update("DELETE FROM tasks WHERE task_id = ?", task.id());
      default -> journal.progress(task, Stage.EDIT, 0.5);
    }
  }

  @Test
  void aQueueOfAnEarlierVersionIsCountedOnce() throws Exception {
    insert(100);
    for (String trigger : List.of("tasks_added", "tasks_changed", "tasks_removed")) {
      execute(drop(trigger, "tasks"));
    }
    for (String trigger : List.of("added", "changed", "removed")) {
      execute(drop("film_effects_" + trigger, "film_effects"));
    }
    execute(
        "DROP TABLE task_counts",
        "DROP INDEX tasks_newest",
        "CREATE INDEX tasks_state ON tasks (orthanc, state)",
        "DELETE FROM tasks WHERE task_id = 'task-7'");
    QueueSettings settings = database.settings();
    for (int i = 0; i < 2; i++) {
      database.close();
      database = QueueDatabase.open(settings, QueueDatabase.Side.TRIGGERS);
      records = new TaskRecords(database, ORTHANC);
      queue = new StudyQueue(database, ORTHANC, CLOCK);
      assertEquals(20, records.counts().get(TaskState.FAILED));
      assertCountsAreThoseOfTheRecords();
    }
    queue.add("another");
    assertCountsAreThoseOfTheRecords();
  }

  /** A statement that drops a trigger. */
  abstract String drop(String trigger, String table);

  @Test
  void whatIsKeptLongEnoughGoesInPartsBetweenWhichOthersWrite() throws Exception {
    insert(3500);
    execute(
        "INSERT INTO task_rules (orthanc, task_id, rules) SELECT orthanc, task_id, '[]' FROM"
            + " tasks");
    queue.add("task-3");
    QueueControl control = new QueueControl(database, CLOCK);
    AtomicInteger pauses = new AtomicInteger();
    Retention day = new Retention(Optional.of(Duration.ofDays(1)), Optional.of(Duration.ofDays(1)));
    new QueuePruning(
            database,
            ORTHANC,
            day,
            CLOCK,
            () -> control.pause("pause " + pauses.incrementAndGet(), "a worker"))
        .prune();
    assertTrue(pauses.get() >= 3, "pauses: " + pauses);
    assertEquals("pause " + pauses, control.paused().orElseThrow().reason());
    assertCountsAreThoseOfTheRecords();
    assertEquals(0, records.counts().get(TaskState.FAILED));
    assertEquals(1, records.counts().get(TaskState.DONE));
    assertEquals(1400, records.newest(5000).size() - 1);
    assertEquals(
        records.newest(5000).size(),
        new Sql(database).first(row -> row.getInt(1), "SELECT COUNT(*) FROM task_rules").orElse(0));
  }

  @Test
  void entriesOfTheAuditTrailGoInPartsToo() {
    AuditTrail trail = new AuditTrail(database, ORTHANC, Clock.systemUTC());
    for (int i = 0; i < 3; i++) {
      trail.add("reader", "pause", null, null, "maintenance");
    }
    Retention day = new Retention(Optional.empty(), Optional.of(Duration.ofDays(1)));
    Clock later = Clock.offset(CLOCK, Duration.ofDays(2));
    new QueuePruning(database, ORTHANC, day, later).prune();
    assertEquals(List.of(), trail.newest(Optional.empty(), 10));
  }
}
