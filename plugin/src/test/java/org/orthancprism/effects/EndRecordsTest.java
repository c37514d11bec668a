// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.effects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.task.FilmSelection.EndedEdit;

/** How edits ended, counted by edit, and by week and gate. */
class EndRecordsTest {

  private static final String ORTHANC = "north";
  private static final String PACK = "digest";

  @TempDir private Path folder;
  private QueueDatabase database;

  @BeforeEach
  void openQueue() {
    database =
        QueueDatabase.open(
            QueueSettings.of("jdbc:sqlite:" + folder.resolve("queue.db")),
            QueueDatabase.Side.TRIGGERS);
  }

  @AfterEach
  void closeQueue() {
    database.close();
  }

  static EndedEdit ended(Ending.Kind end, String... gates) {
    return new EndedEdit("remove-edema", end, end == Ending.Kind.MADE, List.of(gates), "a reason");
  }

  private EndRecords at(String instant) {
    return new EndRecords(database, ORTHANC, Clock.fixed(Instant.parse(instant), ZoneOffset.UTC));
  }

  @Test
  void weeksBeginOnMondaysAndTellWhichGatesFailed() {
    at("2026-03-01T23:59:59Z").put(PACK, "1.1", ended(Ending.Kind.MADE));
    EndRecords monday = at("2026-03-02T00:00:00Z");
    monday.put(PACK, "1.2", ended(Ending.Kind.WITHHELD, "place", "side effects"));
    monday.put(PACK, "1.3", ended(Ending.Kind.WITHHELD, "place"));
    monday.put(PACK, "1.4", ended(Ending.Kind.UNDECIDED));
    List<EndRecords.Week> weeks = monday.weeks(2);
    assertEquals(
        List.of(LocalDate.of(2026, 3, 2), LocalDate.of(2026, 2, 23)),
        weeks.stream().map(EndRecords.Week::monday).toList());
    assertEquals(Map.of("place", 2L, "side effects", 1L), weeks.get(0).gates());
    assertEquals(2, weeks.get(0).ends().get(Ending.Kind.WITHHELD));
    assertEquals(0, weeks.get(0).stored());
    assertEquals(1, weeks.get(1).stored());
    assertEquals(1, monday.weeks(1).size());
  }

  @Test
  void aFilmThatIsEditedAgainCountsOnceForItsPackAndTwiceInTheTotals() {
    EndRecords records = at("2026-03-02T00:00:00Z");
    records.put(PACK, "1.1", ended(Ending.Kind.WITHHELD, "amount"));
    records.put(PACK, "1.1", ended(Ending.Kind.MADE));
    assertEquals(
        Map.of(
            Ending.Kind.MADE, 1L,
            Ending.Kind.NOTHING_TO_DO, 0L,
            Ending.Kind.UNDECIDED, 0L,
            Ending.Kind.WITHHELD, 0L),
        records.ofPack(PACK).get("remove-edema"));
    assertEquals(1, records.totals().get(Ending.Kind.WITHHELD));
    assertEquals(1, records.totals().get(Ending.Kind.MADE));
    assertEquals(Map.of(), records.ofPack("another pack"));
  }

  @Test
  void anotherOrthancsEditsAreItsOwnAffair() {
    EndRecords south = new EndRecords(database, "south", Clock.systemUTC());
    south.put(PACK, "1.1", ended(Ending.Kind.MADE));
    EndRecords north = new EndRecords(database, ORTHANC, Clock.systemUTC());
    assertEquals(List.of(), north.weeks(5));
    assertEquals(0, north.totals().get(Ending.Kind.MADE));
  }
}
