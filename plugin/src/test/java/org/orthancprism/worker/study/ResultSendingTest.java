// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.database.Sql;
import org.orthancprism.delivery.Delivery;
import org.orthancprism.delivery.DeliveryRecords;
import org.orthancprism.delivery.Destinations;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.dicom.recognition.OwnObject.Kind;
import org.orthancprism.dicom.version.FilmIdentity;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.queue.Attempt;
import org.orthancprism.results.HeldResult;
import org.orthancprism.results.StudyResults;

/** What is sent of a task's results when workers end at any moment, and tasks are done again. */
class ResultSendingTest {

  private static final String FILMS = "ab";
  private static final String REPORT = "3.1";
  private static final List<StoredInstance> RESULTS = List.of(instance("2.1"), instance(REPORT));
  private static final ResultStore.Held NEW = new ResultStore.Held(RESULTS, true);
  private static final ResultStore.Held THERE = new ResultStore.Held(RESULTS, false);

  @TempDir private Path folder;
  private final Attempt attempt = Mockito.mock();
  private QueueDatabase database;
  private DeliveryRecords records;
  private ResultSending sending;

  @BeforeEach
  void open() {
    Mockito.when(attempt.studyId()).thenReturn(FILMS);
    Mockito.when(attempt.request()).thenReturn(Optional.empty());
    database =
        QueueDatabase.open(
            QueueSettings.of("jdbc:sqlite:" + folder.resolve("queue.db")),
            QueueDatabase.Side.WORKERS);
    records = new DeliveryRecords(database, "north", Clock.systemUTC());
    sending = new ResultSending(records, new Destinations(List.of("PACS")));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static StoredInstance instance(String uid) {
    return new StoredInstance(uid.replace('.', '-'), "5-5", uid, 10);
  }

  private static HeldResult held(Kind kind, String uid, String... references) {
    FilmIdentity nobody = new FilmIdentity("", "", "");
    return new HeldResult(
        instance(uid),
        new OwnObject(kind, uid, true, Optional.empty(), nobody, List.of(references)),
        "pack");
  }

  /**
   * A study that holds the results, those of an earlier task, and what the reports tell of both.
   */
  private static StudyResults complete() {
    return new StudyResults(
        List.of(
            held(Kind.IMAGE, "2.0", "1.0"),
            held(Kind.REPORT, "3.0", "1.0", "2.0"),
            held(Kind.IMAGE, "2.1", "1.1"),
            held(Kind.REPORT, REPORT, "1.1", "2.1")),
        List.of(),
        RESULTS);
  }

  private List<List<String>> sent() {
    return records.of(List.of(FILMS)).stream().map(Delivery::left).toList();
  }

  private void endsBeforeAnythingIsNoted() {
    assertThrows(
        IllegalStateException.class,
        () ->
            sending.store(
                attempt,
                REPORT,
                () -> {
                  throw new IllegalStateException("the worker is killed");
                }));
    assertEquals(List.of(), sent());
  }

  @Test
  void whatATaskStoresIsSent() throws Exception {
    assertEquals(RESULTS, sending.store(attempt, REPORT, () -> NEW));
    assertEquals(List.of(List.of("2-1", "3-1")), sent());
    assertEquals(Optional.empty(), records.begun(FILMS));
  }

  @Test
  void whatIsCompleteWhenTheNextWorkerLooksIsSentThenAndNothingBesides() {
    endsBeforeAnythingIsNoted();
    sending.sendUnnoted(attempt, complete());
    assertEquals(List.of(List.of("2-1", "3-1")), sent());
  }

  @Test
  void whatTheNextWorkerFindsWhileItStoresIsSentThen() throws Exception {
    endsBeforeAnythingIsNoted();
    sending.store(attempt, REPORT, () -> THERE);
    assertEquals(List.of(List.of("2-1", "3-1")), sent());
  }

  @Test
  void aTaskThatIsDoneAgainSendsNothingTwice() throws Exception {
    sending.store(attempt, REPORT, () -> NEW);
    Delivery delivery = records.of(List.of(FILMS)).get(0);
    new Sql(database).update("UPDATE deliveries SET state = 'sent', instances = '[]'");
    sending.sendUnnoted(attempt, complete());
    sending.store(attempt, REPORT, () -> THERE);
    List<Delivery> after = records.of(List.of(FILMS));
    assertEquals(1, after.size());
    assertEquals(Delivery.State.SENT, after.get(0).state());
    assertEquals(delivery.batch(), after.get(0).batch());
  }

  @Test
  void withoutDestinationsNothingIsNoted() throws Exception {
    ResultSending nowhere = new ResultSending(records, Destinations.NONE);
    nowhere.store(attempt, REPORT, () -> NEW);
    assertEquals(List.of(), sent());
    records.begin(FILMS, Destinations.NONE, REPORT);
    assertEquals(Optional.empty(), records.begun(FILMS));
  }
}
