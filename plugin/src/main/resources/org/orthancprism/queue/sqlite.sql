-- SPDX-License-Identifier: GPL-3.0-or-later
-- The table in which db-scheduler keeps what is to be executed.
CREATE TABLE IF NOT EXISTS scheduled_tasks (
  task_name            VARCHAR(100) NOT NULL,
  task_instance        VARCHAR(100) NOT NULL,
  task_data            BLOB,
  execution_time       TIMESTAMP NOT NULL,
  picked               BIT NOT NULL,
  picked_by            VARCHAR(50),
  last_success         TIMESTAMP,
  last_failure         TIMESTAMP,
  consecutive_failures INT,
  last_heartbeat       TIMESTAMP,
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
CREATE INDEX IF NOT EXISTS tasks_state ON tasks (orthanc, state);
CREATE INDEX IF NOT EXISTS tasks_queued ON tasks (orthanc, queued_at);
CREATE INDEX IF NOT EXISTS tasks_study ON tasks (orthanc, study_id);

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
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  at            BIGINT NOT NULL,
  orthanc       VARCHAR(32) NOT NULL,
  actor         VARCHAR(200) NOT NULL,
  action        VARCHAR(40) NOT NULL,
  study_id      VARCHAR(64),
  task_id       VARCHAR(64),
  detail        VARCHAR(2000) NOT NULL
);

-- What the pack's classifier saw in a film before and after an edit: probabilities by finding, JSON.
CREATE TABLE IF NOT EXISTS film_effects (
  orthanc       VARCHAR(32) NOT NULL,
  film          VARCHAR(64) NOT NULL,
  edit          VARCHAR(100) NOT NULL,
  pack          VARCHAR(64) NOT NULL,
  seen_before   TEXT NOT NULL,
  seen_after    TEXT NOT NULL,
  at            BIGINT NOT NULL,
  PRIMARY KEY (orthanc, film, edit, pack)
);
CREATE INDEX IF NOT EXISTS film_effects_at ON film_effects (orthanc, pack, at);

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
