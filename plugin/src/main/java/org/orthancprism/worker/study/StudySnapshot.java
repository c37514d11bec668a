// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.orthanc.Metadata;
import org.orthancprism.results.MarkStore;
import org.orthancprism.results.SeparateStudy;
import org.orthancprism.results.StudyInstances;
import org.orthancprism.results.StudyMark;
import org.orthancprism.results.StudySeries;

/**
 * A study as Orthanc listed it once, when its task began. It serves the selection of films, the
 * numbers of series, and the search for what is done already.
 *
 * <p>Only what may change under way is asked for again. {@link ResultStore} lists the instances
 * before and after it stores results, since a film may have been deleted or sent anew, and another
 * worker may have stored the same results. {@link MarkStore} reads the mark again where Orthanc
 * reports that another client wrote it, and its revision after a task itself wrote it. {@link
 * SeparateStudy#id} is asked for once results are stored, as the study may not have existed before.
 *
 * @param instances the instances, with those of the study of its own that results may be in
 * @param series the series of these instances
 * @param separate the study of its own that results may be in
 * @param mark the metadata that marks what was done before, with its revision; empty for none
 */
record StudySnapshot(
    StudyInstances instances, StudySeries series, SeparateStudy separate, Optional<Metadata> mark) {

  StudySnapshot {
    Objects.requireNonNull(instances, "instances");
    Objects.requireNonNull(series, "series");
    Objects.requireNonNull(separate, "separate");
    Objects.requireNonNull(mark, "mark");
  }

  /** What was done before with a pack for edits that rules call for; empty for nothing. */
  Optional<StudyMark> done(String packDigest, List<String> edits) {
    return MarkStore.mark(mark).filter(one -> one.isOf(packDigest, edits));
  }
}
