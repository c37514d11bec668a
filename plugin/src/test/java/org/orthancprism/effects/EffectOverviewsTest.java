// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.effects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.queue.QueuePruning;
import org.orthancprism.queue.Retention;
import org.orthancprism.testing.Await;

/** What edits did is computed once, however many ask. */
class EffectOverviewsTest {

  private static final String ORTHANC = "north";
  private static final String PACK = "digest";

  @TempDir private Path folder;
  private QueueDatabase database;
  private EffectRecords records;
  private final AtomicInteger computations = new AtomicInteger();

  @BeforeEach
  void openQueue() {
    database =
        QueueDatabase.open(
            QueueSettings.of("jdbc:sqlite:" + folder.resolve("queue.db")),
            QueueDatabase.Side.TRIGGERS);
    records = new EffectRecords(database, ORTHANC, Clock.systemUTC());
  }

  @AfterEach
  void closeQueue() {
    database.close();
  }

  private void seen(String film, double after) {
    records.put(
        PACK, new FilmEffect(film, "remove-edema", Map.of("Edema", 0.9), Map.of("Edema", after)));
  }

  private EffectOverviews counted() {
    return new EffectOverviews(
        records,
        (pack, films) -> {
          computations.incrementAndGet();
          return EffectOverview.of(pack, films);
        });
  }

  private static int films(EffectOverview overview) {
    return overview.films().size();
  }

  @Test
  void itIsComputedAnewWhenAnEffectIsAddedReplacedOrRemovedAndNotBefore() {
    EffectOverviews overviews = counted();
    seen("1.1", 0.2);
    assertEquals(1, films(overviews.of(Optional.empty(), EffectEnds.ALL)));
    assertSame(
        overviews.of(Optional.empty(), EffectEnds.ALL),
        overviews.of(Optional.of(PACK), EffectEnds.ALL));
    assertEquals(1, computations.get());
    seen("1.2", 0.2);
    assertEquals(2, films(overviews.of(Optional.empty(), EffectEnds.ALL)));
    seen("1.2", 0.4);
    assertTrue(
        overviews.of(Optional.empty(), EffectEnds.ALL).films().stream()
            .anyMatch(film -> film.after().containsValue(0.4)));
    Retention day = new Retention(Optional.of(Duration.ofDays(1)), Optional.empty());
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));
    new QueuePruning(database, ORTHANC, day, later).prune();
    assertEquals(0, films(overviews.of(Optional.of(PACK), EffectEnds.ALL)));
    assertEquals(4, computations.get());
  }

  @Test
  void anotherOrthancsEffectsAreItsOwnAffair() {
    EffectOverviews overviews = counted();
    seen("1.1", 0.2);
    overviews.of(Optional.empty(), EffectEnds.ALL);
    new EffectRecords(database, "south", Clock.systemUTC())
        .put(PACK, new FilmEffect("9", "remove-edema", Map.of("Edema", 0.1), Map.of("Edema", 0.2)));
    assertEquals(1, films(overviews.of(Optional.empty(), EffectEnds.ALL)));
    assertEquals(1, computations.get());
  }

  /** One whose computations each wait for a permit. */
  private EffectOverviews held(Semaphore permits) {
    return new EffectOverviews(
        records,
        (pack, films) -> {
          computations.incrementAndGet();
          permits.acquireUninterruptibly();
          return EffectOverview.of(pack, films);
        });
  }

  private static List<Future<EffectOverview>> sixty(
      ExecutorService requests, EffectOverviews overviews) {
    List<Future<EffectOverview>> answers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      answers.add(requests.submit(() -> overviews.of(Optional.empty(), EffectEnds.ALL)));
    }
    return answers;
  }

  @Test
  void sixtyAtOnceShareOneComputationDuringWhichTheQueueAnswers() throws Exception {
    Semaphore permits = new Semaphore(0);
    EffectOverviews overviews = held(permits);
    seen("1.1", 0.2);
    ExecutorService requests = Executors.newFixedThreadPool(60);
    try {
      List<Future<EffectOverview>> answers = sixty(requests, overviews);
      Await.until(computations::get, count -> count == 1);
      assertEquals(PACK, records.newestPack().orElseThrow());
      permits.release(100);
      for (Future<EffectOverview> answer : answers) {
        assertEquals(1, films(answer.get()));
      }
      assertEquals(1, computations.get());
    } finally {
      permits.release(100);
      requests.shutdownNow();
    }
  }

  @Test
  void whileItIsComputedAnewFewWaitAndTheOthersGetTheOneBefore() throws Exception {
    Semaphore permits = new Semaphore(1);
    EffectOverviews overviews = held(permits);
    seen("1.1", 0.2);
    assertEquals(1, films(overviews.of(Optional.empty(), EffectEnds.ALL)));
    seen("1.2", 0.2);
    ExecutorService requests = Executors.newFixedThreadPool(60);
    try {
      List<Future<EffectOverview>> answers = sixty(requests, overviews);
      Await.until(
          () -> answers.stream().filter(Future::isDone).count(),
          done -> done == 60 - EffectOverviews.MOST_WAITING);
      permits.release(100);
      int fresh = 0;
      for (Future<EffectOverview> answer : answers) {
        fresh += films(answer.get()) == 2 ? 1 : 0;
      }
      assertEquals(EffectOverviews.MOST_WAITING, fresh);
      assertEquals(2, computations.get());
    } finally {
      permits.release(100);
      requests.shutdownNow();
    }
  }

  @Test
  void aFaultOfOneComputationIsNotKept() {
    EffectOverviews overviews =
        new EffectOverviews(
            records,
            (pack, films) -> {
              if (computations.incrementAndGet() == 1) {
                throw new IllegalStateException("the disk is full");
              }
              return EffectOverview.of(pack, films);
            });
    seen("1.1", 0.2);
    assertThrows(IllegalStateException.class, () -> overviews.of(Optional.empty(), EffectEnds.ALL));
    assertEquals(1, films(overviews.of(Optional.empty(), EffectEnds.ALL)));
  }

  @Test
  void effectsOfEditsThatWereMadeAreCountedApart() {
    seen("1.1", 0.1);
    seen("1.2", 0.8);
    EndRecords ends = new EndRecords(database, ORTHANC, Clock.systemUTC());
    ends.put(PACK, "1.1", EndRecordsTest.ended(Ending.Kind.MADE));
    ends.put(PACK, "1.2", EndRecordsTest.ended(Ending.Kind.WITHHELD, "amount"));
    EffectOverviews overviews = counted();
    assertEquals(2, films(overviews.of(Optional.empty(), EffectEnds.ALL)));
    EffectOverview made = overviews.of(Optional.empty(), EffectEnds.MADE);
    assertEquals(List.of("1.1"), made.films().stream().map(FilmEffect::film).toList());
    assertSame(made, overviews.of(Optional.of(PACK), EffectEnds.MADE));
  }
}
