// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.results.HeldResult;
import org.orthancprism.results.StudyResults;

/**
 * A study whose files were read, as it is after the task deleted results from it.
 *
 * @param snapshot what Orthanc listed before
 * @param picked what the files say
 * @param instances what is left of what Orthanc listed
 * @param results the results among that
 */
record StudyNow(
    StudySnapshot snapshot,
    FilmReader.Picked picked,
    List<StoredInstance> instances,
    StudyResults results) {

  StudyNow {
    Objects.requireNonNull(snapshot, "snapshot");
    Objects.requireNonNull(picked, "picked");
    Objects.requireNonNull(results, "results");
    instances = List.copyOf(instances);
  }

  /** A study of which nothing was deleted. */
  static StudyNow of(StudySnapshot snapshot, FilmReader.Picked picked) {
    List<StoredInstance> all = snapshot.instances().all();
    return new StudyNow(
        snapshot, picked, all, new StudyResults(picked.results(), picked.originals(), all));
  }

  /** The study after results of it were deleted. */
  StudyNow without(List<HeldResult> gone) {
    List<StoredInstance> left = new ArrayList<>(instances);
    gone.forEach(result -> left.remove(result.instance()));
    List<HeldResult> kept =
        picked.results().stream().filter(result -> left.contains(result.instance())).toList();
    return new StudyNow(snapshot, picked, left, new StudyResults(kept, picked.originals(), left));
  }

  /** Whether results of it were deleted. */
  boolean isSmaller() {
    return !instances.equals(snapshot.instances().all());
  }

  /** Revisions of what the study holds once these are stored in it. */
  Set<String> revisionsWith(List<StoredInstance> stored) {
    Set<String> all = new LinkedHashSet<>(StoredInstance.revisions(instances));
    all.addAll(StoredInstance.revisions(stored));
    return all;
  }

  /** In a sentence, that none of its instances is a film. */
  String noFilm() {
    return "no film to edit; instances looked at: " + snapshot.instances().own().size();
  }
}
