// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.verdicts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueException;
import org.orthancprism.database.Sql;
import org.orthancprism.dicom.report.Opinion;
import org.orthancprism.dicom.report.ReadRegion;
import org.orthancprism.dicom.report.ReaderVerdict;
import org.orthancprism.verdicts.RecordedVerdict.Document;

/**
 * What readers said of the results of one Orthanc: kept with the tasks, also when the study is
 * gone. A verdict is never changed; a reader who thinks again adds one.
 */
public final class VerdictRecords {

  /** How often a number is tried that a second request of the same reader takes meanwhile. */
  private static final int ATTEMPTS = 5;

  private static final String SELECT =
      "SELECT verdicts.*, CASE WHEN EXISTS (SELECT 1 FROM verdicts AS later WHERE later.orthanc ="
          + " verdicts.orthanc AND later.result = verdicts.result AND later.reader ="
          + " verdicts.reader AND later.number > verdicts.number) THEN 0 ELSE 1 END AS newest FROM"
          + " verdicts WHERE orthanc = ?";

  private final Sql sql;
  private final String orthanc;
  private final Clock clock;

  /**
   * Records in a queue.
   *
   * @param orthanc the Orthanc whose results they are about
   */
  public VerdictRecords(QueueDatabase database, String orthanc, Clock clock) {
    this.sql = new Sql(database);
    this.orthanc = orthanc;
    this.clock = clock;
  }

  /**
   * Keeps what a reader says now. To say the same again changes nothing.
   *
   * @param reader who says it
   * @param words at most {@value ReaderVerdict#LONGEST_WORDS} characters
   */
  public RecordedVerdict add(
      JudgedResult result,
      String reader,
      Opinion opinion,
      Optional<ReadRegion> region,
      String words) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<RecordedVerdict> before = current(result.sopInstanceUid(), reader);
      ReaderVerdict said =
          new ReaderVerdict(reader, opinion, region, words, Instant.ofEpochMilli(after(before)));
      if (before.filter(one -> isSame(one.verdict(), said)).isPresent()) {
        return before.get();
      }
      RecordedVerdict next =
          new RecordedVerdict(
              result,
              said,
              before.map(RecordedVerdict::number).orElse(0) + 1,
              Document.WAITING,
              true);
      if (insert(next) == 1) {
        return next;
      }
    }
    throw new QueueException(
        "a verdict of this reader on result "
            + result.sopInstanceUid()
            + " is being written by other requests; try again",
        new IllegalStateException("number taken"));
  }

  /** A document's UID depends on its time, of which no two are the same. */
  private long after(Optional<RecordedVerdict> before) {
    return Math.max(
        clock.millis(), before.map(one -> one.verdict().at().toEpochMilli() + 1).orElse(0L));
  }

  private static boolean isSame(ReaderVerdict one, ReaderVerdict other) {
    return one.opinion() == other.opinion()
        && one.region().equals(other.region())
        && one.words().equals(other.words());
  }

  private int insert(RecordedVerdict verdict) {
    JudgedResult result = verdict.result();
    ReaderVerdict said = verdict.verdict();
    return sql.update(
        "INSERT INTO verdicts (orthanc, result, reader, number, instance, report, study_id, film,"
            + " edit, pack, opinion, region, words, document, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?,"
            + " ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (orthanc, result, reader, number) DO NOTHING",
        orthanc,
        result.sopInstanceUid(),
        said.reader(),
        verdict.number(),
        result.instance(),
        result.report(),
        result.study(),
        result.film(),
        result.edit(),
        result.pack(),
        said.opinion().label(),
        said.region().map(ReadRegion::label).orElse(""),
        said.words(),
        verdict.document().label(),
        said.at().toEpochMilli());
  }

  /** What a reader says of a result now. */
  public Optional<RecordedVerdict> current(String result, String reader) {
    return sql.first(
        VerdictRecords::verdict,
        SELECT + " AND result = ? AND reader = ? ORDER BY number DESC LIMIT 1",
        orthanc,
        result,
        reader);
  }

  /** The verdict that another one replaced. */
  public Optional<RecordedVerdict> predecessor(RecordedVerdict verdict) {
    return sql.first(
        VerdictRecords::verdict,
        SELECT + " AND result = ? AND reader = ? AND number = ?",
        orthanc,
        verdict.result().sopInstanceUid(),
        verdict.verdict().reader(),
        verdict.number() - 1);
  }

  /** All verdicts on the results of a study, the newest first. */
  public List<RecordedVerdict> ofStudy(String studyId) {
    return sql.query(
        VerdictRecords::verdict,
        SELECT + " AND study_id = ? ORDER BY at DESC, reader, result",
        orthanc,
        studyId);
  }

  /** All verdicts on a result, by its SOP Instance UID, the newest first. */
  public List<RecordedVerdict> onResult(String sopInstanceUid) {
    return sql.query(
        VerdictRecords::verdict,
        SELECT + " AND result = ? ORDER BY at DESC, reader",
        orthanc,
        sopInstanceUid);
  }

  /** All verdicts, the newest first. */
  public List<RecordedVerdict> newest(int limit) {
    return sql.query(
        VerdictRecords::verdict,
        SELECT + " ORDER BY at DESC, reader, result LIMIT ?",
        orthanc,
        limit);
  }

  /** Those whose document is still to be written, the oldest first. */
  public List<RecordedVerdict> waiting(int limit) {
    return sql.query(
        VerdictRecords::verdict,
        SELECT + " AND document = ? ORDER BY at, reader, result LIMIT ?",
        orthanc,
        Document.WAITING.label(),
        limit);
  }

  /** Notes what became of a verdict's document. */
  public void became(RecordedVerdict verdict, Document document) {
    sql.update(
        "UPDATE verdicts SET document = ? WHERE orthanc = ? AND result = ? AND reader = ? AND"
            + " number = ?",
        document.label(),
        orthanc,
        verdict.result().sopInstanceUid(),
        verdict.verdict().reader(),
        verdict.number());
  }

  private static RecordedVerdict verdict(ResultSet row) throws SQLException {
    return new RecordedVerdict(
        new JudgedResult(
            row.getString("instance"),
            row.getString("report"),
            row.getString("study_id"),
            row.getString("result"),
            row.getString("film"),
            row.getString("edit"),
            row.getString("pack")),
        new ReaderVerdict(
            row.getString("reader"),
            Opinion.of(row.getString("opinion")).orElseThrow(),
            ReadRegion.of(row.getString("region")),
            row.getString("words"),
            Instant.ofEpochMilli(row.getLong("at"))),
        row.getInt("number"),
        Document.of(row.getString("document")),
        row.getInt("newest") == 1);
  }
}
