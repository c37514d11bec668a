// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;
import org.orthancprism.testing.ScriptedOrthanc.Request;

/** Results on their way to destinations that don't take them, or not yet. */
class DelivererTest {

  private static final String TASK = "task-1";
  private static final Instant START = Instant.parse("2026-11-30T04:00:00Z");
  private static final Destinations PACS = new Destinations(List.of("PACS"));

  @TempDir private Path folder;

  private final Set<String> gone = new ConcurrentSkipListSet<>();
  private final Set<String> refused = new ConcurrentSkipListSet<>();
  private volatile String modalities = "[\"PACS\"]";
  private volatile Instant now = START;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private QueueDatabase database;
  private DeliveryRecords records;
  private ScriptedOrthanc orthanc;
  private Deliverer deliverer;

  @BeforeEach
  void open() {
    database =
        QueueDatabase.open(
            new QueueSettings("jdbc:sqlite:" + folder.resolve("queue.db"), "", ""),
            QueueDatabase.Side.WORKERS);
    records = new DeliveryRecords(database, "local", clock);
    orthanc = new ScriptedOrthanc(this::answer);
    deliverer = deliverer();
  }

  private Deliverer deliverer() {
    return new Deliverer(
        records,
        new OrthancSender(new OrthancClient(orthanc.address(), "")),
        DeliveryPolicy.DEFAULT,
        () -> false,
        clock);
  }

  @AfterEach
  void close() {
    orthanc.close();
    database.close();
  }

  private Answer answer(Request request) {
    String line = request.line();
    if (line.equals("GET /modalities")) {
      return new Answer(200, modalities);
    }
    if (line.equals("GET /peers")) {
      return new Answer(200, "[\"away\"]");
    }
    if (line.startsWith("GET /instances/")) {
      return new Answer(gone.stream().anyMatch(line::endsWith) ? 404 : 200, "{}");
    }
    if (line.startsWith("POST ")) {
      return refused.stream().anyMatch(request.body()::contains)
          ? new Answer(500, "{\"Message\": \"Error in the network protocol\"}")
          : new Answer(200, "{}");
    }
    return new Answer(404, "");
  }

  private Delivery only() {
    List<Delivery> all = records.of(List.of(TASK));
    assertEquals(1, all.size());
    return all.get(0);
  }

  private long posts() {
    return orthanc.requests().stream().filter(line -> line.startsWith("POST")).count();
  }

  @Test
  void eachInstanceIsSentOnceAndTheReportLast() {
    records.add(TASK, PACS, List.of("a1", "a2", "a3"));
    deliverer.deliver();
    assertEquals(Delivery.State.SENT, only().state());
    assertEquals(3, only().objects());
    deliverer.deliver();
    assertEquals(3, posts());
    assertTrue(orthanc.requests().contains("POST /modalities/PACS/store"));
    assertEquals(
        1,
        orthanc.requests().stream().filter("GET /modalities"::equals).count(),
        "names are asked for once a delivery");
  }

  @Test
  void whatADestinationDidNotTakeIsSentLaterFromWhereItBrokeOffAlsoByTheNextWorker() {
    refused.add("a2");
    records.add(TASK, PACS, List.of("a1", "a2", "a3"));
    deliverer.deliver();
    Delivery waiting = only();
    assertEquals(Delivery.State.WAITING, waiting.state());
    assertEquals(List.of("a2", "a3"), waiting.left());
    assertTrue(waiting.reason().orElseThrow().contains("network protocol"));
    assertEquals(START.plusSeconds(30), waiting.nextAt());
    refused.clear();
    deliverer.deliver();
    assertEquals(2, posts(), "not before its time");
    now = START.plusSeconds(30);
    deliverer().deliver();
    assertEquals(Delivery.State.SENT, only().state());
    assertEquals(4, posts());
  }

  @Test
  void theWaitsGrowAndAfterAWeekItIsGivenUpUntilTheTaskIsRetried() {
    refused.add("a1");
    records.add(TASK, PACS, List.of("a1"));
    deliverer.deliver();
    now = now.plusSeconds(30);
    deliverer.deliver();
    assertEquals(now.plusSeconds(60), only().nextAt());
    now = START.plus(Duration.ofDays(7));
    deliverer.deliver();
    assertEquals(Delivery.State.FAILED, only().state());
    String reason = only().reason().orElseThrow();
    assertTrue(
        reason.endsWith("given up after 7 days: put PACS right, and retry the task"), reason);
    now = now.plus(Duration.ofDays(1));
    refused.clear();
    long before = posts();
    deliverer.deliver();
    assertEquals(before, posts());
    records.retry(TASK);
    deliverer.deliver();
    assertEquals(Delivery.State.SENT, only().state());
  }

  @Test
  void aDestinationThatOrthancDoesNotKnowIsNamedWithWhatToDo() {
    records.add(TASK, new Destinations(List.of("PACSS")), List.of("a1"));
    deliverer.deliver();
    String reason = only().reason().orElseThrow();
    assertTrue(reason.contains("no modality, peer or DICOMweb server by the name PACSS"), reason);
    assertTrue(reason.contains("add it to DicomModalities, OrthancPeers or DicomWeb.Servers"));
    modalities = "[\"away\"]";
    records.add(TASK, new Destinations(List.of("away")), List.of("a1"));
    deliverer.deliver();
    assertTrue(
        records.of(List.of(TASK)).stream()
            .anyMatch(one -> one.reason().orElse("").contains("rename all but one of")));
    assertEquals(0, posts());
  }

  @Test
  void aPeerGetsThemAsAPeer() {
    records.add(TASK, new Destinations(List.of("away")), List.of("a1"));
    deliverer.deliver();
    assertTrue(orthanc.requests().contains("POST /peers/away/store"));
  }

  @Test
  void whatWasDeletedMeanwhileIsSentNowhere() {
    gone.add("a1");
    records.add(TASK, PACS, List.of("a1", "a2"));
    deliverer.deliver();
    assertEquals(Delivery.State.SENT, only().state());
    assertEquals(1, posts());
  }

  @Test
  void twoWorkersNeverHaveTheSameDelivery() {
    records.add(TASK, PACS, List.of("a1"));
    Delivery due = records.due().orElseThrow();
    assertTrue(records.claim(due, Duration.ofMinutes(10)));
    assertFalse(records.claim(due, Duration.ofMinutes(10)));
    assertTrue(records.due().isEmpty());
    now = now.plus(Duration.ofMinutes(10));
    assertTrue(records.due().isPresent(), "the worker that had it has died");
  }

  @Test
  void whatIsStoredAnewIsSentAnew() {
    records.add(TASK, PACS, List.of("a1"));
    deliverer.deliver();
    records.add(TASK, PACS, List.of("a1"));
    deliverer.deliver();
    assertEquals(2, posts());
    records.add("another", Destinations.NONE, List.of("a1"));
    assertEquals(List.of(), records.of(List.of("another")));
  }
}
