// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.readings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.report.ReportedEdit;

/** Blinded readings, in whatever database they are kept. */
abstract class ReadingRecordsContract {

  private static final int FILMS = 21;
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  private QueueDatabase database;
  private ReadingRecords records;

  /** Where an empty queue is. */
  abstract QueueSettings emptyQueue() throws Exception;

  @BeforeEach
  void openQueue() throws Exception {
    database = QueueDatabase.open(emptyQueue(), QueueDatabase.Side.WORKERS);
    records = new ReadingRecords(database, "north", Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void closeQueue() {
    database.close();
  }

  /** Films with two counterfactuals each. */
  private static List<ReadablePair> pairs() {
    List<ReadablePair> pairs = new ArrayList<>();
    for (int film = 0; film < FILMS; film++) {
      for (String edit : List.of("remove-edema", "add-edema")) {
        pairs.add(
            new ReadablePair(
                "study" + film,
                "film" + film,
                edit + film,
                new ReportedEdit(
                    "1." + film,
                    "2." + film,
                    edit,
                    new CodedConcept("19242006", "SCT", "Pulmonary edema"),
                    "tracked",
                    "3." + film),
                "digest",
                film == 0 ? Optional.empty() : Optional.of(new Cover(1, 2, 30, 40))));
      }
    }
    return pairs;
  }

  @Test
  void aReadingHasEachFilmOnceAndHalfOfTheCounterfactuals() {
    Reading reading = records.add("June", 7, "alice", pairs());
    List<ReadingCase> cases = records.cases(reading);
    assertEquals(FILMS, cases.stream().map(ReadingCase::filmInstance).distinct().count());
    assertEquals(FILMS, cases.size());
    assertEquals(FILMS / 2, cases.stream().filter(ReadingCase::synthetic).count());
    for (ReadingCase one : cases) {
      assertEquals(one.synthetic() ? one.resultInstance() : one.filmInstance(), one.shown());
    }
    assertEquals(reading.draw(pairs()), cases, "as it was drawn");
    assertEquals(List.of(reading), records.all());
  }

  @Test
  void theSeedMakesCasesAndEachReadersOrderRepeatable() {
    Reading one = records.add("June", 7, "alice", pairs());
    Reading same = records.add("June again", 7, "bob", pairs());
    Reading other = records.add("July", 8, "alice", pairs());
    List<ReadingCase> cases = records.cases(one);
    assertEquals(cases, records.cases(same));
    assertNotEquals(cases, records.cases(other));
    assertEquals(one.order(cases, "alice"), same.order(cases, "alice"));
    assertNotEquals(one.order(cases, "alice"), one.order(cases, "bob"));
    assertEquals(3, records.all().size());
  }

  @Test
  void anAnswerIsFinal() {
    Reading reading = records.add("June", 7, "alice", pairs());
    ReadingCase first = records.cases(reading).get(0);
    assertTrue(records.answer(reading, first, "alice", 1, 4, "Pulmonary edema"));
    assertFalse(records.answer(reading, first, "alice", 1, 1, ""));
    assertTrue(records.answer(reading, first, "bob", 9, 1, ""));
    assertEquals(
        List.of(
            new ReadingAnswer(first.number(), "alice", 1, 4, "Pulmonary edema", NOW),
            new ReadingAnswer(first.number(), "bob", 9, 1, "", NOW)),
        records.answers(reading));
  }

  @Test
  void aReaderWhoIsAlwaysSureOfSyntheticFindsAllOfTheseAndNoRealOne() {
    Reading reading = records.add("June", 7, "alice", pairs());
    List<ReadingCase> cases = records.cases(reading);
    int position = 0;
    for (ReadingCase one : reading.order(cases, "alice")) {
      assertTrue(records.answer(reading, one, "alice", ++position, 4, ""));
    }
    assertTrue(records.answer(reading, cases.get(0), "bob", 1, one(cases.get(0)), ""));
    List<ReaderResult> results = ReaderResult.of(cases, records.answers(reading));
    ReaderResult alice = results.get(0);
    assertTrue(alice.isFinished());
    assertEquals(FILMS / 2, alice.correct().hits());
    assertEquals(1.0, alice.syntheticFound().value().orElseThrow());
    assertEquals(0.0, alice.realFound().value().orElseThrow());
    assertEquals(0.6915029, alice.syntheticFound().interval().orElseThrow().low(), 1e-6);
    assertFalse(results.get(1).isFinished());
    assertEquals(1, results.get(1).correct().hits());
    String table = ReadingTable.of(reading, cases, records.answers(reading)).toString();
    assertEquals(1 + FILMS + 1, table.lines().count());
    assertTrue(table.contains(",synthetic,4,synthetic,1,none,"), table);
    assertTrue(table.contains(",real,4,synthetic,0,none,"), table);
  }

  /** The score of somebody who knows. */
  private static int one(ReadingCase known) {
    return known.synthetic() ? 3 : 2;
  }

  @Test
  void anotherOrthancsReadingsAreItsOwnAffair() {
    Reading reading = records.add("June", 7, "alice", pairs());
    ReadingRecords south = new ReadingRecords(database, "south", Clock.systemUTC());
    assertEquals(List.of(), south.all());
    assertEquals(Optional.empty(), south.find(reading.id()));
    assertEquals(Optional.of(reading), records.find(reading.id()));
  }

  @Test
  void theCoverIsWhereTheDerivationDescriptionPlacesTheLabel() {
    assertEquals(
        Optional.of(new Cover(10, 0, 200, 24)),
        Cover.ofLabel("Label burned in over columns 11 to 200 of rows 1 to 24. More."));
    assertEquals(Optional.empty(), Cover.ofLabel("No label."));
  }
}
