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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.queue.EffectRecords;
import org.orthancprism.queue.QueueDatabase;
import org.orthancprism.queue.QueuePruning;
import org.orthancprism.queue.QueueSettings;
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

  private static int films(Optional<EffectOverview> overview) {
    return overview.orElseThrow().films().size();
  }

  @Test
  void itIsComputedAnewWhenAnEffectIsAddedReplacedOrRemovedAndNotBefore() {
    EffectOverviews overviews = counted();
    seen("1.1", 0.2);
    assertEquals(1, films(overviews.of(Optional.empty())));
    assertSame(
        overviews.of(Optional.empty()).orElseThrow(),
        overviews.of(Optional.of(PACK)).orElseThrow());
    assertEquals(1, computations.get());
    seen("1.2", 0.2);
    assertEquals(2, films(overviews.of(Optional.empty())));
    seen("1.2", 0.4);
    assertTrue(
        overviews.of(Optional.empty()).orElseThrow().films().stream()
            .anyMatch(film -> film.after().containsValue(0.4)));
    Retention day = new Retention(Optional.of(Duration.ofDays(1)), Optional.empty());
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));
    new QueuePruning(database, ORTHANC, day, later).prune();
    assertEquals(0, films(overviews.of(Optional.of(PACK))));
    assertEquals(4, computations.get());
  }

  @Test
  void anotherOrthancsEffectsAreItsOwnAffair() {
    EffectOverviews overviews = counted();
    seen("1.1", 0.2);
    overviews.of(Optional.empty());
    new EffectRecords(database, "south", Clock.systemUTC())
        .put(PACK, new FilmEffect("9", "remove-edema", Map.of("Edema", 0.1), Map.of("Edema", 0.2)));
    assertEquals(1, films(overviews.of(Optional.empty())));
    assertEquals(1, computations.get());
  }

  @Test
  void ofSixtyAtOnceFewWaitOneComputesAndTheQueueAnswersMeanwhile() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    EffectOverviews overviews =
        new EffectOverviews(
            records,
            (pack, films) -> {
              computations.incrementAndGet();
              try {
                release.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return EffectOverview.of(pack, films);
            });
    seen("1.1", 0.2);
    ExecutorService requests = Executors.newFixedThreadPool(60);
    try {
      List<Future<Optional<EffectOverview>>> answers = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        answers.add(requests.submit(() -> overviews.of(Optional.empty())));
      }
      long refused =
          Await.until(
              () -> answers.stream().filter(Future::isDone).count(),
              done -> done == 60 - EffectOverviews.MOST_WAITING);
      assertEquals(60 - EffectOverviews.MOST_WAITING, refused);
      assertEquals(PACK, records.newestPack().orElseThrow());
      release.countDown();
      int told = 0;
      for (Future<Optional<EffectOverview>> answer : answers) {
        told += answer.get().isPresent() ? 1 : 0;
      }
      assertEquals(EffectOverviews.MOST_WAITING, told);
      assertEquals(1, computations.get());
    } finally {
      release.countDown();
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
    assertThrows(IllegalStateException.class, () -> overviews.of(Optional.empty()));
    assertEquals(1, films(overviews.of(Optional.empty())));
  }
}
