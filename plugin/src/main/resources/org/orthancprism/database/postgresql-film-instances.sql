-- SPDX-License-Identifier: GPL-3.0-or-later
-- Of a queue of an earlier version, which knew a film by its SOP Instance UID alone: what belongs to a film of one
-- patient goes to its instance, and what films of several patients shared goes, for nobody can tell whose it is.
CREATE TABLE known_films AS
  SELECT orthanc, film, MIN(instance) AS instance FROM (
    SELECT tasks.orthanc, (film.value ->> 'sopInstanceUid')::VARCHAR(64) AS film,
      (film.value ->> 'instance')::VARCHAR(64) AS instance
    FROM tasks, jsonb_array_elements(tasks.films::jsonb) AS film
  ) AS films
  GROUP BY orthanc, film HAVING COUNT(DISTINCT instance) = 1;

CREATE TABLE film_effects_of_instances (
  orthanc       VARCHAR(32) NOT NULL,
  instance      VARCHAR(64) NOT NULL,
  edit          VARCHAR(100) NOT NULL,
  pack          VARCHAR(64) NOT NULL,
  seen_before   TEXT NOT NULL,
  seen_after    TEXT NOT NULL,
  at            BIGINT NOT NULL,
  PRIMARY KEY (orthanc, instance, edit, pack)
);
INSERT INTO film_effects_of_instances (orthanc, instance, edit, pack, seen_before, seen_after, at)
  SELECT orthanc, instance, edit, pack, seen_before, seen_after, at FROM film_effects JOIN known_films USING (orthanc, film);
DROP TABLE film_effects;
ALTER TABLE film_effects_of_instances RENAME TO film_effects;

CREATE TABLE edit_ends_of_instances (
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
INSERT INTO edit_ends_of_instances (orthanc, instance, edit, pack, ending, gates, stored, at)
  SELECT orthanc, instance, edit, pack, ending, gates, stored, at FROM edit_ends JOIN known_films USING (orthanc, film);
DROP TABLE edit_ends;
ALTER TABLE edit_ends_of_instances RENAME TO edit_ends;

DROP TABLE known_films;
INSERT INTO effect_versions (orthanc, version) SELECT DISTINCT orthanc, 1 FROM film_effects WHERE TRUE
  ON CONFLICT (orthanc) DO UPDATE SET version = effect_versions.version + 1;
