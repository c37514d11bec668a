-- The table that db-scheduler works on, with the column names it asks for.
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

-- What is known of each study's task: one row a study, kept when the task has ended.
-- Times are milliseconds since 1970 UTC; films is a JSON array.
CREATE TABLE IF NOT EXISTS study_tasks (
  study_id      VARCHAR(64) NOT NULL PRIMARY KEY,
  state         VARCHAR(10) NOT NULL,
  stage         VARCHAR(10),
  progress      DOUBLE NOT NULL,
  reason        VARCHAR(2000),
  films         TEXT NOT NULL,
  attempts      INT NOT NULL,
  triggered_again INT NOT NULL,
  queued_at     BIGINT NOT NULL,
  started_at    BIGINT,
  finished_at   BIGINT
);
CREATE INDEX IF NOT EXISTS study_tasks_state ON study_tasks (state);
CREATE INDEX IF NOT EXISTS study_tasks_queued ON study_tasks (queued_at);
