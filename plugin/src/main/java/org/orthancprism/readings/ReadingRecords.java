// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.readings;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;

/** The blinded readings of one Orthanc: kept with the tasks. */
public final class ReadingRecords {

  private static final String READINGS = "SELECT * FROM readings WHERE orthanc = ?";

  private final QueueDatabase database;
  private final Sql sql;
  private final String orthanc;
  private final Clock clock;

  /**
   * Records in a queue.
   *
   * @param orthanc the Orthanc whose studies are read
   */
  public ReadingRecords(QueueDatabase database, String orthanc, Clock clock) {
    this.database = database;
    this.sql = new Sql(database);
    this.orthanc = orthanc;
    this.clock = clock;
  }

  /** Sets up a reading; its cases are drawn by the seed. */
  public Reading add(String name, long seed, String madeBy, List<ReadablePair> pairs) {
    Reading reading =
        new Reading(
            UUID.randomUUID().toString(), name, seed, madeBy, Instant.ofEpochMilli(clock.millis()));
    List<ReadingCase> cases = reading.draw(pairs);
    database.together(
        () -> {
          // The reading comes last: on a server, whoever sees it finds all its cases.
          cases.forEach(one -> insert(reading, one));
          sql.update(
              "INSERT INTO readings (orthanc, reading, name, seed, made_by, at) VALUES (?, ?, ?, ?,"
                  + " ?, ?)",
              orthanc,
              reading.id(),
              name,
              seed,
              madeBy,
              reading.at().toEpochMilli());
        });
    return reading;
  }

  private void insert(Reading reading, ReadingCase one) {
    sql.update(
        "INSERT INTO reading_cases (orthanc, reading, number, synthetic, study_id, film_instance,"
            + " result_instance, film, result, edit, finding, pack, cover) VALUES (?, ?, ?, ?, ?,"
            + " ?, ?, ?, ?, ?, ?, ?, ?)",
        orthanc,
        reading.id(),
        one.number(),
        one.synthetic() ? 1 : 0,
        one.study(),
        one.filmInstance(),
        one.resultInstance(),
        one.film(),
        one.result(),
        one.edit(),
        one.finding(),
        one.pack(),
        one.cover().map(Cover::text).orElse(""));
  }

  /** All readings, the newest first. */
  public List<Reading> all() {
    return sql.query(ReadingRecords::reading, READINGS + " ORDER BY at DESC, reading", orthanc);
  }

  /** A reading by its identifier. */
  public Optional<Reading> find(String id) {
    return sql.first(ReadingRecords::reading, READINGS + " AND reading = ?", orthanc, id);
  }

  private static Reading reading(ResultSet row) throws SQLException {
    return new Reading(
        row.getString("reading"),
        row.getString("name"),
        row.getLong("seed"),
        row.getString("made_by"),
        Instant.ofEpochMilli(row.getLong("at")));
  }

  /** The cases of a reading by their numbers. */
  public List<ReadingCase> cases(Reading reading) {
    return sql.query(
        ReadingRecords::readingCase,
        "SELECT * FROM reading_cases WHERE orthanc = ? AND reading = ? ORDER BY number",
        orthanc,
        reading.id());
  }

  private static ReadingCase readingCase(ResultSet row) throws SQLException {
    return new ReadingCase(
        row.getInt("number"),
        row.getInt("synthetic") == 1,
        row.getString("study_id"),
        row.getString("film_instance"),
        row.getString("result_instance"),
        row.getString("film"),
        row.getString("result"),
        row.getString("edit"),
        row.getString("finding"),
        row.getString("pack"),
        Cover.ofText(row.getString("cover")));
  }

  /**
   * Keeps what a reader took a case for.
   *
   * @return whether it is kept; a reader who has answered already is not heard again
   */
  public boolean answer(
      Reading reading, ReadingCase one, String reader, int position, int score, String finding) {
    return sql.update(
            "INSERT INTO reading_answers (orthanc, reading, number, reader, position, score,"
                + " finding, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (orthanc, reading,"
                + " number, reader) DO NOTHING",
            orthanc,
            reading.id(),
            one.number(),
            reader,
            position,
            score,
            finding,
            clock.millis())
        == 1;
  }

  /** All answers of a reading, by reader and position. */
  public List<ReadingAnswer> answers(Reading reading) {
    return sql.query(
        row ->
            new ReadingAnswer(
                row.getInt("number"),
                row.getString("reader"),
                row.getInt("position"),
                row.getInt("score"),
                row.getString("finding"),
                Instant.ofEpochMilli(row.getLong("at"))),
        "SELECT * FROM reading_answers WHERE orthanc = ? AND reading = ? ORDER BY reader, position",
        orthanc,
        reading.id());
  }
}
