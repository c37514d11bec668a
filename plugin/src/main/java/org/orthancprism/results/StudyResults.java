// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.dicom.recognition.OwnObject.Kind;
import org.orthancprism.dicom.recognition.ResultMark;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.orthanc.StoredInstance;

/**
 * The results in a study, and the films that they are of.
 *
 * <p>They are known by what they say, since Orthanc gives other UIDs to what it modifies, merges,
 * splits or anonymises: such a copy is as good as what it was copied from.
 */
public final class StudyResults {

  private final List<HeldResult> results;
  private final Collection<FilmVersion> films;
  private final Set<String> held;
  private final List<HeldResult> outdated;

  /**
   * The results of a study.
   *
   * @param results its synthetic objects
   * @param films its other instances, as far as they were read
   * @param instances all that it holds
   */
  public StudyResults(
      List<HeldResult> results, Collection<FilmVersion> films, List<StoredInstance> instances) {
    this.results = List.copyOf(results);
    this.films = List.copyOf(films);
    this.held = instances.stream().map(StoredInstance::sopInstanceUid).collect(Collectors.toSet());
    this.outdated = findOutdated();
  }

  /**
   * What was made here from earlier content of films that the study holds in another version now:
   * images, the reports that list them, and presentation states of no other report. What says of no
   * film which version it shows is not among it.
   */
  public List<HeldResult> outdated() {
    return outdated;
  }

  private List<HeldResult> findOutdated() {
    List<HeldResult> found = new ArrayList<>();
    Set<String> changed = new HashSet<>();
    for (HeldResult image : madeHere(Kind.IMAGE)) {
      if (isOfEarlierContent(image.says())) {
        found.add(image);
        changed.addAll(image.says().references());
      }
    }
    Set<String> uids =
        found.stream().map(image -> image.says().sopInstanceUid()).collect(Collectors.toSet());
    Set<String> told = new HashSet<>();
    for (HeldResult report : madeHere(Kind.REPORT)) {
      if (report.says().references().stream().anyMatch(uids::contains)) {
        found.add(report);
      } else {
        told.addAll(report.says().references());
      }
    }
    for (HeldResult state : madeHere(Kind.PRESENTATION_STATE)) {
      if (state.says().references().stream().anyMatch(changed::contains)
          && !told.contains(state.says().sopInstanceUid())) {
        found.add(state);
      }
    }
    return List.copyOf(found);
  }

  private List<HeldResult> madeHere(Kind kind) {
    return results.stream()
        .filter(result -> result.says().madeHere() && result.says().kind() == kind)
        .toList();
  }

  private boolean isOfEarlierContent(OwnObject image) {
    List<FilmVersion> now =
        films.stream().filter(film -> image.references().contains(film.sopInstanceUid())).toList();
    return image.mark().isPresent() && !now.isEmpty() && now.stream().noneMatch(image::shows);
  }

  /** What was made here by other packs than one. */
  public List<HeldResult> ofOtherPacks(String packDigest) {
    return results.stream()
        .filter(result -> result.says().madeHere() && !result.pack().equals(packDigest))
        .toList();
  }

  /** Whether the study holds anything that was made here. */
  public boolean hasOwn() {
    return results.stream().anyMatch(result -> result.says().madeHere());
  }

  /**
   * Whether a film needs no work: a report tells of all its results, and all that this report tells
   * of is there; or there are copies of all its images. A report is stored last, so that what it
   * tells of is there, also where a worker died before it could note that.
   */
  public boolean isDone(FilmVersion film, ExpectedResults expected) {
    return isReported(expected.sopInstanceUids())
        || (!expected.marks().isEmpty()
            && expected.marks().stream().allMatch(mark -> hasCopy(mark, film, expected)));
  }

  private boolean isReported(List<String> uids) {
    return results.stream()
        .filter(result -> result.says().kind() == Kind.REPORT && !outdated.contains(result))
        .map(report -> report.says().references())
        .anyMatch(evidence -> held.containsAll(evidence) && evidence.containsAll(uids));
  }

  /** The results that a report tells of, and the report last; none where it is not there. */
  public List<StoredInstance> told(String reportUid) {
    List<StoredInstance> told = new ArrayList<>();
    for (HeldResult report : madeHere(Kind.REPORT)) {
      if (report.says().sopInstanceUid().equals(reportUid)) {
        results.stream()
            .filter(one -> report.says().references().contains(one.says().sopInstanceUid()))
            .forEach(one -> told.add(one.instance()));
        told.add(report.instance());
      }
    }
    return told;
  }

  /** What has the UID that is expected is no copy: without a report, a worker died over it. */
  private boolean hasCopy(ResultMark mark, FilmVersion film, ExpectedResults expected) {
    return results.stream()
        .map(HeldResult::says)
        .filter(image -> image.mark().filter(mark::equals).isPresent() && image.shows(film))
        .filter(image -> !expected.sopInstanceUids().contains(image.sopInstanceUid()))
        .anyMatch(image -> isOf(film, image));
  }

  /** A copy refers to its film, or to one that the study does not hold: merging leaves it so. */
  private boolean isOf(FilmVersion film, OwnObject image) {
    return image.references().contains(film.sopInstanceUid())
        || image.references().stream().noneMatch(held::contains);
  }
}
