// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.dicom.report.Opinion;
import org.orthancprism.dicom.report.ReadRegion;
import org.orthancprism.verdicts.RecordedVerdict.Document;

/** What readers said, in whatever database it is kept. */
abstract class VerdictRecordsContract {

  private static final JudgedResult ONE = result("1.1", "study");
  private static final JudgedResult OTHER = result("1.2", "study");
  private static final JudgedResult ELSEWHERE = result("1.3", "another study");

  private QueueDatabase database;
  private VerdictRecords records;

  /** Where an empty queue is. */
  abstract QueueSettings emptyQueue() throws Exception;

  static JudgedResult result(String uid, String study) {
    return new JudgedResult("i" + uid, "report", study, uid, "1.9", "remove-edema", "digest");
  }

  @BeforeEach
  void openQueue() throws Exception {
    database = QueueDatabase.open(emptyQueue(), QueueDatabase.Side.WORKERS);
    records = at("2026-03-02T10:00:00Z");
  }

  @AfterEach
  void closeQueue() {
    database.close();
  }

  private VerdictRecords at(String instant) {
    return new VerdictRecords(
        database, "north", Clock.fixed(Instant.parse(instant), ZoneOffset.UTC));
  }

  private RecordedVerdict say(String reader, JudgedResult result, Opinion opinion) {
    return records.add(result, reader, opinion, Optional.empty(), "");
  }

  @Test
  void aVerdictIsKeptAsItWasSaid() {
    RecordedVerdict said =
        records.add(
            ONE,
            "alice",
            Opinion.TOOK_ALONG,
            Optional.of(ReadRegion.HEART),
            "the aorta, \ud83d\ude42 'too'");
    assertEquals(List.of(said), records.ofStudy("study"));
    assertEquals(List.of(said), records.waiting(10));
    assertEquals(1, said.number());
    assertEquals("2026-03-02T10:00:00Z", said.verdict().at().toString());
    assertEquals(Optional.empty(), records.predecessor(said));
  }

  @Test
  void aReaderWhoThinksAgainReplacesTheVerdictAndTheOldOneStays() {
    RecordedVerdict first = say("alice", ONE, Opinion.PLAUSIBLE);
    RecordedVerdict second = say("alice", ONE, Opinion.IMPLAUSIBLE);
    List<RecordedVerdict> all = records.ofStudy("study");
    assertEquals(List.of(2, 1), all.stream().map(RecordedVerdict::number).toList());
    assertEquals(List.of(true, false), all.stream().map(RecordedVerdict::isCurrent).toList());
    assertEquals(first.documentUid(), records.predecessor(second).orElseThrow().documentUid());
    assertNotEquals(first.documentUid(), second.documentUid(), "said in the same millisecond");
  }

  @Test
  void toSayTheSameAgainChangesNothing() {
    RecordedVerdict first = say("alice", ONE, Opinion.PLAUSIBLE);
    assertEquals(first, say("alice", ONE, Opinion.PLAUSIBLE));
    assertEquals(1, records.ofStudy("study").size());
  }

  @Test
  void eachReaderAndEachResultHasAVerdictOfItsOwn() {
    say("alice", ONE, Opinion.PLAUSIBLE);
    say("bob", ONE, Opinion.IMPLAUSIBLE);
    say("alice", OTHER, Opinion.IMPLAUSIBLE);
    say("alice", ELSEWHERE, Opinion.IMPLAUSIBLE);
    assertEquals(3, records.ofStudy("study").size());
    assertFalse(records.newest(10).stream().anyMatch(one -> !one.isCurrent()));
    assertEquals(
        Opinion.PLAUSIBLE, records.current("1.1", "alice").orElseThrow().verdict().opinion());
  }

  @Test
  void whatIsWrittenWaitsNoMore() {
    RecordedVerdict first = say("alice", ONE, Opinion.PLAUSIBLE);
    RecordedVerdict second = say("alice", ONE, Opinion.IMPLAUSIBLE);
    assertEquals(List.of(1, 2), records.waiting(10).stream().map(RecordedVerdict::number).toList());
    records.became(first, Document.STORED);
    assertEquals(List.of(2), records.waiting(10).stream().map(RecordedVerdict::number).toList());
    records.became(second, Document.REFUSED);
    assertEquals(List.of(), records.waiting(10));
    assertEquals(Document.REFUSED, records.ofStudy("study").get(0).document());
  }

  @Test
  void anotherOrthancsVerdictsAreItsOwnAffair() {
    say("alice", ONE, Opinion.PLAUSIBLE);
    VerdictRecords south = new VerdictRecords(database, "south", Clock.systemUTC());
    assertEquals(List.of(), south.newest(10));
    assertEquals(1, south.add(ONE, "alice", Opinion.IMPLAUSIBLE, Optional.empty(), "").number());
  }

  @Test
  void theLatestVerdictOfEachReaderCountsOnceByEditPackAndWeek() {
    say("alice", ONE, Opinion.IMPLAUSIBLE);
    records = at("2026-03-08T23:59:59Z");
    say("alice", ONE, Opinion.PLAUSIBLE);
    say("bob", ONE, Opinion.TOOK_ALONG);
    records = at("2026-03-09T00:00:00Z");
    say("alice", OTHER, Opinion.PLAUSIBLE);
    List<RecordedVerdict> all = records.newest(10);
    Acceptance edit = Acceptance.of(all, Acceptance.By.EDIT).get(0);
    assertEquals("remove-edema", edit.name());
    assertEquals(2, edit.plausible().hits());
    assertEquals(0, edit.implausible().hits());
    assertEquals(1, edit.tookAlong().hits());
    assertEquals(3, edit.plausible().of());
    assertEquals(
        List.of("2026-03-09", "2026-03-02"),
        Acceptance.of(all, Acceptance.By.WEEK).stream().map(Acceptance::name).toList());
    assertEquals("digest", Acceptance.of(all, Acceptance.By.PACK).get(0).name());
  }
}
