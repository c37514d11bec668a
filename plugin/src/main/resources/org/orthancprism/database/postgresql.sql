-- SPDX-License-Identifier: GPL-3.0-or-later
-- The table in which db-scheduler keeps what is to be executed.
CREATE TABLE IF NOT EXISTS scheduled_tasks (
  task_name            VARCHAR(100) NOT NULL,
  task_instance        VARCHAR(100) NOT NULL,
  task_data            BYTEA,
  execution_time       TIMESTAMP WITH TIME ZONE NOT NULL,
  picked               BOOLEAN NOT NULL,
  picked_by            VARCHAR(50),
  last_success         TIMESTAMP WITH TIME ZONE,
  last_failure         TIMESTAMP WITH TIME ZONE,
  consecutive_failures INT,
  last_heartbeat       TIMESTAMP WITH TIME ZONE,
  version              BIGINT NOT NULL,
  priority             SMALLINT,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX IF NOT EXISTS scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX IF NOT EXISTS scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);
CREATE INDEX IF NOT EXISTS scheduled_tasks_priority ON scheduled_tasks (priority DESC, execution_time ASC);

-- What is known of each task: one row a task, kept when the task has ended. A study that arrives has
-- one task, named after it; each request for particular edits of a study has one of its own.
-- Times are milliseconds since 1970 UTC; films, and request, are JSON.
CREATE TABLE IF NOT EXISTS tasks (
  orthanc       VARCHAR(32) NOT NULL,
  task_id       VARCHAR(64) NOT NULL,
  study_id      VARCHAR(64) NOT NULL,
  origin        VARCHAR(10) NOT NULL,
  request       TEXT,
  edits         TEXT,
  state         VARCHAR(10) NOT NULL,
  stage         VARCHAR(10),
  progress      DOUBLE PRECISION NOT NULL,
  reason        VARCHAR(2000),
  failure       VARCHAR(20),
  films         TEXT NOT NULL,
  attempts      INT NOT NULL,
  triggered_again  INT NOT NULL,
  cancel_requested INT NOT NULL,
  worker        VARCHAR(100),
  queued_at     BIGINT NOT NULL,
  started_at    BIGINT,
  finished_at   BIGINT,
  PRIMARY KEY (orthanc, task_id)
);
CREATE INDEX IF NOT EXISTS tasks_study ON tasks (orthanc, study_id);
-- In the order in which lists show them, so that a page of a million rows is read in index order.
CREATE INDEX IF NOT EXISTS tasks_newest ON tasks (orthanc, queued_at DESC, task_id);
CREATE INDEX IF NOT EXISTS tasks_newest_in_state ON tasks (orthanc, state, queued_at DESC, task_id);
CREATE INDEX IF NOT EXISTS tasks_finished ON tasks (orthanc, finished_at);
DROP INDEX IF EXISTS tasks_state;
DROP INDEX IF EXISTS tasks_queued;

-- How long the stages took, over all tasks that ended.
CREATE TABLE IF NOT EXISTS stage_totals (
  orthanc       VARCHAR(32) NOT NULL,
  stage         VARCHAR(10) NOT NULL,
  times         BIGINT NOT NULL,
  seconds       DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (orthanc, stage)
);

-- The workers and when they were last seen.
CREATE TABLE IF NOT EXISTS workers (
  name          VARCHAR(100) NOT NULL PRIMARY KEY,
  device        VARCHAR(100) NOT NULL,
  tasks         INT NOT NULL,
  version       VARCHAR(40) NOT NULL,
  started_at    BIGINT NOT NULL,
  seen_at       BIGINT NOT NULL,
  memory_bytes  BIGINT NOT NULL
);

-- What all workers heed, such as that the queue is paused.
CREATE TABLE IF NOT EXISTS queue_settings (
  name          VARCHAR(40) NOT NULL PRIMARY KEY,
  value         VARCHAR(500) NOT NULL,
  changed_at    BIGINT NOT NULL,
  changed_by    VARCHAR(200) NOT NULL
);

-- Who asked for what. Rows are added, and removed when Queue.KeepAuditDays says so.
CREATE TABLE IF NOT EXISTS audit (
  id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at            BIGINT NOT NULL,
  orthanc       VARCHAR(32) NOT NULL,
  actor         VARCHAR(200) NOT NULL,
  action        VARCHAR(40) NOT NULL,
  study_id      VARCHAR(64),
  task_id       VARCHAR(64),
  detail        VARCHAR(2000) NOT NULL
);
CREATE INDEX IF NOT EXISTS audit_at ON audit (orthanc, at);

-- What the pack's classifier saw in a film before and after an edit: probabilities by finding, JSON.
-- The film is Orthanc's identifier of the instance: films of two patients may have the same SOP Instance UID.
-- The patient is Orthanc's identifier of the patient, or of the study where that is all that is known.
CREATE TABLE IF NOT EXISTS film_effects (
  orthanc       VARCHAR(32) NOT NULL,
  instance      VARCHAR(64) NOT NULL,
  patient       VARCHAR(64),
  edit          VARCHAR(100) NOT NULL,
  pack          VARCHAR(64) NOT NULL,
  seen_before   TEXT NOT NULL,
  seen_after    TEXT NOT NULL,
  at            BIGINT NOT NULL,
  PRIMARY KEY (orthanc, instance, edit, pack)
);
CREATE INDEX IF NOT EXISTS film_effects_at ON film_effects (orthanc, pack, at);
CREATE INDEX IF NOT EXISTS film_effects_newest ON film_effects (orthanc, at);

-- How each edit of a film ended, the gates that failed (names, separated by commas), and whether its image is stored.
CREATE TABLE IF NOT EXISTS edit_ends (
  orthanc       VARCHAR(32) NOT NULL,
  instance      VARCHAR(64) NOT NULL,
  edit          VARCHAR(100) NOT NULL,
  pack          VARCHAR(64) NOT NULL,
  ending        VARCHAR(20) NOT NULL,
  gates         VARCHAR(200) NOT NULL,
  stored        INT NOT NULL,
  at            BIGINT NOT NULL,
  PRIMARY KEY (orthanc, instance, edit, pack)
);
CREATE INDEX IF NOT EXISTS edit_ends_at ON edit_ends (orthanc, at);
CREATE INDEX IF NOT EXISTS edit_ends_pack ON edit_ends (orthanc, pack, edit, ending);

-- How many edits ended in which way, since the queue was made.
CREATE TABLE IF NOT EXISTS edit_end_totals (
  orthanc       VARCHAR(32) NOT NULL,
  ending        VARCHAR(20) NOT NULL,
  edits         BIGINT NOT NULL,
  PRIMARY KEY (orthanc, ending)
);

-- How much of a worker's GPU is in use, where it has one.
CREATE TABLE IF NOT EXISTS worker_gpus (
  name          VARCHAR(100) NOT NULL PRIMARY KEY,
  memory_bytes  BIGINT NOT NULL
);

-- Which rules called for a task's edits: their names, JSON.
CREATE TABLE IF NOT EXISTS task_rules (
  orthanc       VARCHAR(32) NOT NULL,
  task_id       VARCHAR(64) NOT NULL,
  rules         TEXT NOT NULL,
  PRIMARY KEY (orthanc, task_id)
);

-- Studies that hold nothing but results and verdicts on them, and the studies of the films; kept for ever, for they are never worked on.
CREATE TABLE IF NOT EXISTS separate_studies (
  orthanc       VARCHAR(32) NOT NULL,
  study_id      VARCHAR(64) NOT NULL,
  source_id     VARCHAR(64) NOT NULL,
  PRIMARY KEY (orthanc, study_id)
);
CREATE INDEX IF NOT EXISTS separate_studies_source ON separate_studies (orthanc, source_id);

-- Results on their way to other archives: instances (JSON) are those still to be sent; state is waiting, sent or failed.
CREATE TABLE IF NOT EXISTS deliveries (
  orthanc       VARCHAR(32) NOT NULL,
  task_id       VARCHAR(64) NOT NULL,
  destination   VARCHAR(64) NOT NULL,
  batch         VARCHAR(64) NOT NULL,
  instances     TEXT NOT NULL,
  objects       INT NOT NULL,
  state         VARCHAR(10) NOT NULL,
  attempts      INT NOT NULL,
  reason        VARCHAR(2000),
  since         BIGINT NOT NULL,
  next_at       BIGINT NOT NULL,
  ended_at      BIGINT,
  PRIMARY KEY (orthanc, task_id, destination, batch)
);
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (orthanc, state, next_at);
CREATE INDEX IF NOT EXISTS deliveries_ended ON deliveries (orthanc, ended_at);

-- Tasks that store results which are to be sent, and the SOP Instance UID of their report; a row goes when the deliveries are noted.
CREATE TABLE IF NOT EXISTS deliveries_to_come (
  orthanc       VARCHAR(32) NOT NULL,
  task_id       VARCHAR(64) NOT NULL,
  report        VARCHAR(64) NOT NULL,
  PRIMARY KEY (orthanc, task_id)
);

-- Compressed films that Orthanc was asked to decode and has not answered for: it may have ended.
CREATE TABLE IF NOT EXISTS film_decodings (
  orthanc       VARCHAR(32) NOT NULL,
  film          VARCHAR(64) NOT NULL,
  study_id      VARCHAR(64) NOT NULL,
  times         INT NOT NULL,
  at            BIGINT NOT NULL,
  PRIMARY KEY (orthanc, film)
);

-- Studies of the past that are still to be put into the queue, in the order of their numbers.
CREATE TABLE IF NOT EXISTS backfill_studies (
  number        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  orthanc       VARCHAR(32) NOT NULL,
  study_id      VARCHAR(64) NOT NULL,
  UNIQUE (orthanc, study_id)
);
CREATE INDEX IF NOT EXISTS backfill_studies_next ON backfill_studies (orthanc, number);

-- How far an Orthanc's backfill has come, since there was nothing left of the one before.
CREATE TABLE IF NOT EXISTS backfills (
  orthanc       VARCHAR(32) NOT NULL PRIMARY KEY,
  studies       BIGINT NOT NULL,
  queued        BIGINT NOT NULL,
  asked_at      BIGINT NOT NULL,
  ended_at      BIGINT
);

-- The studies that hold results, and before which time none of these was made (0: not known). The version is
-- another one after each note about the study.
CREATE TABLE IF NOT EXISTS result_studies (
  orthanc       VARCHAR(32) NOT NULL,
  study_id      VARCHAR(64) NOT NULL,
  oldest        BIGINT NOT NULL,
  version       BIGINT NOT NULL,
  PRIMARY KEY (orthanc, study_id)
);
CREATE INDEX IF NOT EXISTS result_studies_oldest ON result_studies (orthanc, oldest, study_id);

-- Recalls of results: which are meant (JSON), how far each has come, and what it deleted or counted.
CREATE TABLE IF NOT EXISTS recalls (
  number        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  orthanc       VARCHAR(32) NOT NULL,
  actor         VARCHAR(200) NOT NULL,
  criterion     TEXT NOT NULL,
  dry_run       INT NOT NULL,
  candidates    BIGINT NOT NULL,
  looked        BIGINT NOT NULL,
  failed        BIGINT NOT NULL,
  studies       BIGINT NOT NULL,
  series        BIGINT NOT NULL,
  instances     BIGINT NOT NULL,
  tasks         BIGINT NOT NULL,
  asked_at      BIGINT NOT NULL,
  ended_at      BIGINT
);
CREATE INDEX IF NOT EXISTS recalls_newest ON recalls (orthanc, number DESC);

-- The studies that a recall has still to look at, those last that a worker was at.
CREATE TABLE IF NOT EXISTS recall_studies (
  recall        BIGINT NOT NULL,
  study_id      VARCHAR(64) NOT NULL,
  tries         INT NOT NULL,
  PRIMARY KEY (recall, study_id)
);
CREATE INDEX IF NOT EXISTS recall_studies_next ON recall_studies (recall, tries, study_id);

-- The studies whose results are to be made anew with the present pack.
CREATE TABLE IF NOT EXISTS replacements (
  orthanc       VARCHAR(32) NOT NULL,
  study_id      VARCHAR(64) NOT NULL,
  PRIMARY KEY (orthanc, study_id)
);

-- How many tasks there are by state and kind of failure ('' for none), kept by triggers on tasks: to count a
-- million takes too long for a page that asks every other second.
CREATE TABLE IF NOT EXISTS task_counts (
  orthanc       VARCHAR(32) NOT NULL,
  state         VARCHAR(10) NOT NULL,
  failure       VARCHAR(20) NOT NULL,
  tasks         BIGINT NOT NULL,
  PRIMARY KEY (orthanc, state, failure)
);

-- Grows with each change of film_effects, by triggers, so that what was computed of them is known to be old.
CREATE TABLE IF NOT EXISTS effect_versions (
  orthanc       VARCHAR(32) NOT NULL PRIMARY KEY,
  version       BIGINT NOT NULL
);

-- The pixels of each image that was made, kept for ever, so that a result is known that comes back
-- under another header.
CREATE TABLE IF NOT EXISTS made_results (
  pixels        VARCHAR(64) NOT NULL,
  result        VARCHAR(64) NOT NULL,
  film          VARCHAR(64) NOT NULL,
  pack          VARCHAR(64) NOT NULL,
  at            BIGINT NOT NULL,
  PRIMARY KEY (pixels, result)
);

-- What readers said of results, each verdict of a reader on a result with a number of its own: the greatest is what
-- the reader says now. Whether its document is waiting to be written, stored, or refused.
CREATE TABLE IF NOT EXISTS verdicts (
  orthanc       VARCHAR(32) NOT NULL,
  result        VARCHAR(64) NOT NULL,
  reader        VARCHAR(200) NOT NULL,
  number        INT NOT NULL,
  instance      VARCHAR(64) NOT NULL,
  report        VARCHAR(64) NOT NULL,
  study_id      VARCHAR(64) NOT NULL,
  film          VARCHAR(64) NOT NULL,
  edit          VARCHAR(100) NOT NULL,
  pack          VARCHAR(64) NOT NULL,
  opinion       VARCHAR(20) NOT NULL,
  region        VARCHAR(20) NOT NULL,
  words         VARCHAR(1000) NOT NULL,
  document      VARCHAR(10) NOT NULL,
  at            BIGINT NOT NULL,
  PRIMARY KEY (orthanc, result, reader, number)
);
CREATE INDEX IF NOT EXISTS verdicts_study ON verdicts (orthanc, study_id);
CREATE INDEX IF NOT EXISTS verdicts_document ON verdicts (orthanc, document, at);

-- Blinded readings, their images with the truth about them, and what readers took them for.
CREATE TABLE IF NOT EXISTS readings (
  orthanc       VARCHAR(32) NOT NULL,
  reading       VARCHAR(64) NOT NULL,
  name          VARCHAR(100) NOT NULL,
  seed          BIGINT NOT NULL,
  made_by       VARCHAR(200) NOT NULL,
  at            BIGINT NOT NULL,
  PRIMARY KEY (orthanc, reading)
);
CREATE TABLE IF NOT EXISTS reading_cases (
  orthanc       VARCHAR(32) NOT NULL,
  reading       VARCHAR(64) NOT NULL,
  number        INT NOT NULL,
  synthetic     INT NOT NULL,
  study_id      VARCHAR(64) NOT NULL,
  film_instance VARCHAR(64) NOT NULL,
  result_instance VARCHAR(64) NOT NULL,
  film          VARCHAR(64) NOT NULL,
  result        VARCHAR(64) NOT NULL,
  edit          VARCHAR(100) NOT NULL,
  finding       VARCHAR(64) NOT NULL,
  pack          VARCHAR(64) NOT NULL,
  cover         VARCHAR(60) NOT NULL,
  PRIMARY KEY (orthanc, reading, number)
);
CREATE TABLE IF NOT EXISTS reading_answers (
  orthanc       VARCHAR(32) NOT NULL,
  reading       VARCHAR(64) NOT NULL,
  number        INT NOT NULL,
  reader        VARCHAR(200) NOT NULL,
  position      INT NOT NULL,
  score         INT NOT NULL,
  finding       VARCHAR(64) NOT NULL,
  at            BIGINT NOT NULL,
  PRIMARY KEY (orthanc, reading, number, reader)
);

-- The certificates with which workers have signed, kept for ever.
CREATE TABLE IF NOT EXISTS signers (
  fingerprint   VARCHAR(64) NOT NULL PRIMARY KEY,
  subject       VARCHAR(1000) NOT NULL,
  at            BIGINT NOT NULL
);

-- One change of the counts a statement, their rows in one order, so that no two statements wait for each other.
CREATE OR REPLACE FUNCTION prism_count_tasks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO task_counts (orthanc, state, failure, tasks)
    SELECT orthanc, state, COALESCE(failure, ''), COUNT(*) FROM latter
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (orthanc, state, failure) DO UPDATE SET tasks = task_counts.tasks + excluded.tasks;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO task_counts (orthanc, state, failure, tasks)
    SELECT orthanc, state, failure, SUM(more) FROM (
      SELECT orthanc, state, COALESCE(failure, '') AS failure, 1 AS more FROM latter
      UNION ALL
      SELECT orthanc, state, COALESCE(failure, ''), -1 FROM former) AS moved
    GROUP BY 1, 2, 3 HAVING SUM(more) <> 0 ORDER BY 1, 2, 3
    ON CONFLICT (orthanc, state, failure) DO UPDATE SET tasks = task_counts.tasks + excluded.tasks;
  ELSE
    INSERT INTO task_counts (orthanc, state, failure, tasks)
    SELECT orthanc, state, COALESCE(failure, ''), -COUNT(*) FROM former
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (orthanc, state, failure) DO UPDATE SET tasks = task_counts.tasks + excluded.tasks;
    DELETE FROM task_rules USING former
    WHERE task_rules.orthanc = former.orthanc AND task_rules.task_id = former.task_id;
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION prism_version_effects() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO effect_versions (orthanc, version)
  SELECT DISTINCT orthanc, 1 FROM changed ORDER BY orthanc
  ON CONFLICT (orthanc) DO UPDATE SET version = effect_versions.version + 1;
  RETURN NULL;
END
$$;

-- A trigger is made once: to replace one waits for all who write to its table.
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = 'tasks'::regclass AND tgname = 'tasks_removed') THEN
    CREATE TRIGGER tasks_added AFTER INSERT ON tasks
      REFERENCING NEW TABLE AS latter FOR EACH STATEMENT EXECUTE FUNCTION prism_count_tasks();
    CREATE TRIGGER tasks_changed AFTER UPDATE ON tasks
      REFERENCING OLD TABLE AS former NEW TABLE AS latter FOR EACH STATEMENT EXECUTE FUNCTION prism_count_tasks();
    CREATE TRIGGER tasks_removed AFTER DELETE ON tasks
      REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION prism_count_tasks();
  END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = 'film_effects'::regclass AND tgname = 'film_effects_removed') THEN
    CREATE TRIGGER film_effects_added AFTER INSERT ON film_effects
      REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION prism_version_effects();
    CREATE TRIGGER film_effects_changed AFTER UPDATE ON film_effects
      REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION prism_version_effects();
    CREATE TRIGGER film_effects_removed AFTER DELETE ON film_effects
      REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION prism_version_effects();
  END IF;
END
$$;

-- A queue of an earlier version is counted once, under a lock.
INSERT INTO task_counts (orthanc, state, failure, tasks)
  SELECT orthanc, state, COALESCE(failure, ''), COUNT(*) FROM tasks
  WHERE NOT EXISTS (SELECT 1 FROM task_counts)
  GROUP BY orthanc, state, COALESCE(failure, '');

-- The tasks of an earlier version name the studies that may hold results.
INSERT INTO result_studies (orthanc, study_id, oldest, version)
  SELECT DISTINCT orthanc, study_id, 0, 0 FROM tasks
  WHERE state = 'done' AND films LIKE '%"eligible":true%' AND NOT EXISTS (SELECT 1 FROM result_studies);
