// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.dicom.selection.Selection;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.results.HeldResult;
import org.orthancprism.results.StudyInstances;
import org.orthancprism.results.StudySeries;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.worker.film.SourceFilm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a study's instances, and picks the films to edit among them. */
final class FilmReader {

  private static final Logger LOG = LoggerFactory.getLogger(FilmReader.class);

  /** Our presentation states and reports come in series of these. */
  private static final Set<String> OF_RESULTS = Set.of("PR", "SR");

  private static final String PASSED_OVER = "Instance {} ({}) is passed over: {}";

  private final OrthancClient orthanc;
  private final DicomCodec codec;
  private final FilmSelector selector;
  private final WorkLimits limits;

  FilmReader(OrthancClient orthanc, DicomCodec codec, FilmSelector selector, WorkLimits limits) {
    this.orthanc = orthanc;
    this.codec = codec;
    this.selector = selector;
    this.limits = limits;
  }

  /**
   * What the files of a study say, which Orthanc's listing of it does not.
   *
   * @param films the films to edit
   * @param selections what became of each instance that is meant
   * @param originals the versions of all that was read in the study and is not synthetic
   * @param results what was read and is synthetic
   */
  record Picked(
      List<SourceFilm> films,
      List<FilmSelection> selections,
      List<FilmVersion> originals,
      List<HeldResult> results) {
    Picked {
      films = List.copyOf(films);
      selections = List.copyOf(selections);
      originals = List.copyOf(originals);
      results = List.copyOf(results);
    }
  }

  /** Begins to read a study. */
  Reading open(StudyInstances instances, StudySeries series) {
    return new Reading(instances, series);
  }

  /** What a file was found to be. */
  private sealed interface Content {

    /** What becomes of the instance. */
    FilmSelection selection();

    /** Nothing that could be a film or a result. */
    record Other(FilmSelection selection) implements Content {}

    /** A synthetic object. */
    record Result(HeldResult result, FilmSelection selection) implements Content {}

    /** An original that is not edited; its pixels are let go. */
    record Original(FilmVersion version, FilmSelection selection) implements Content {}

    /** A film that may be edited. */
    record Candidate(SourceFilm film, FilmSelection selection) implements Content {}
  }

  /** The reading of one study, which asks for each file once, however often films are picked. */
  final class Reading {
    private final StudyInstances instances;
    private final StudySeries series;
    private final Map<String, Content> contents = new HashMap<>();

    private Reading(StudyInstances instances, StudySeries series) {
      this.instances = instances;
      this.series = series;
    }

    /**
     * Looks at each instance. Of instances that are the same film, the first is picked; none is
     * picked from the study of its own that results are in.
     *
     * @param doneBefore revisions of films that are to be left alone
     * @param meant which instances may be picked; the others are read for what they say of results
     */
    Picked pick(Set<String> doneBefore, Predicate<StoredInstance> meant)
        throws OrthancRestException {
      Picking picking = new Picking();
      for (StoredInstance instance : instances.own()) {
        boolean isMeant = meant.test(instance);
        Content content =
            doneBefore.contains(instance.revision())
                ? new Content.Other(notMeant(instance, "its results are there already"))
                : content(instance, isMeant);
        contents.replace(instance.revision(), picking.add(instance, content, isMeant));
      }
      for (StoredInstance instance : instances.separate()) {
        picking.addResult(content(instance, false));
      }
      return picking.picked();
    }

    private Content content(StoredInstance instance, boolean isMeant) throws OrthancRestException {
      Content known = contents.get(instance.revision());
      if (known == null) {
        known = read(instance, isMeant);
        contents.put(instance.revision(), known);
      }
      return known;
    }

    private Content read(StoredInstance instance, boolean isMeant) throws OrthancRestException {
      String modality = series.modality(instance);
      Optional<String> passedOver =
          selector.selectSeries(modality).map(Selection.PassedOver::reason);
      if (passedOver.isPresent() && !OF_RESULTS.contains(modality)) {
        return new Content.Other(notMeant(instance, passedOver.get()));
      }
      if (instance.fileSize() > limits.bytesPerInstance()) {
        return new Content.Other(refused(instance, tooLarge(instance)));
      }
      DicomObject object;
      try {
        object = codec.read(file(instance));
      } catch (DicomFormatException e) {
        return new Content.Other(
            passedOver
                .map(reason -> notMeant(instance, reason))
                .orElseGet(() -> damaged(instance, "can't be read: " + e.getMessage())));
      }
      Optional<HeldResult> result = HeldResult.of(instance, object.dataset());
      if (result.isPresent()) {
        return new Content.Result(result.get(), notMeant(instance, "it is synthetic itself"));
      }
      return passedOver.isPresent()
          ? new Content.Other(notMeant(instance, passedOver.get()))
          : original(instance, object, isMeant);
    }

    private byte[] file(StoredInstance instance) throws OrthancRestException, DicomFormatException {
      try {
        return orthanc.file(instance.id());
      } catch (OrthancRestException.NotFound e) {
        if (orthanc.hasInstance(instance.id())) {
          throw new DicomFormatException("Orthanc has lost its file");
        }
        throw e;
      }
    }

    /** Decides about an original by its attributes. */
    private Content original(StoredInstance instance, DicomObject object, boolean isMeant) {
      Dataset dataset = object.dataset();
      if (dataset.string(Tag.SOP_INSTANCE_UID).isEmpty()) {
        return new Content.Other(refused(instance, "it has no SOP Instance UID"));
      }
      FilmVersion version = FilmVersion.of(dataset);
      if (!isMeant) {
        // Nobody asks what becomes of it.
        return new Content.Original(version, eligible(instance));
      }
      Selection selection = selector.select(dataset);
      if (selection instanceof Selection.Damaged damaged) {
        return new Content.Original(version, damaged(instance, damaged.reason()));
      }
      if (selection instanceof Selection.PassedOver passedOver) {
        return new Content.Original(version, refused(instance, passedOver.reason()));
      }
      if (pixels(dataset) > limits.pixelsPerFilm()) {
        return new Content.Original(version, refused(instance, tooManyPixels(dataset)));
      }
      List<String> assumptions =
          selection instanceof Selection.Eligible eligible ? eligible.assumptions() : List.of();
      return new Content.Candidate(
          new SourceFilm(instance, object, version, assumptions), eligible(instance));
    }
  }

  /** What was picked so far. */
  private final class Picking {
    private final List<SourceFilm> films = new ArrayList<>();
    private final List<FilmSelection> selections = new ArrayList<>();
    private final List<FilmVersion> originals = new ArrayList<>();
    private final List<HeldResult> results = new ArrayList<>();

    /**
     * Adds an instance.
     *
     * @return what it is to be taken for from now on: an original where another film was preferred
     */
    private Content add(StoredInstance instance, Content found, boolean isMeant) {
      Content content = found instanceof Content.Candidate film ? preferred(instance, film) : found;
      addResult(content);
      if (content instanceof Content.Original original) {
        originals.add(original.version());
      }
      if (content instanceof Content.Candidate candidate) {
        originals.add(candidate.film().version());
        films.add(candidate.film());
      }
      if (isMeant) {
        selections.add(content.selection());
      }
      return content;
    }

    private void addResult(Content content) {
      if (content instanceof Content.Result synthetic) {
        results.add(synthetic.result());
      }
    }

    private Content preferred(StoredInstance instance, Content.Candidate candidate) {
      FilmVersion version = candidate.film().version();
      for (SourceFilm film : films) {
        if (film.version().equals(version)) {
          String same = "it is the same film as instance " + film.instance().id();
          return new Content.Original(version, notMeant(instance, same));
        }
      }
      if (films.size() == limits.filmsPerStudy()) {
        return new Content.Original(version, refused(instance, tooMany()));
      }
      List<String> assumptions = candidate.film().assumptions();
      if (!assumptions.isEmpty()) {
        LOG.info(
            "Instance {} ({}) is taken: {}",
            instance.sopInstanceUid(),
            instance.id(),
            String.join("; ", assumptions));
      }
      return candidate;
    }

    private Picked picked() {
      return new Picked(films, selections, originals, results);
    }
  }

  private String tooMany() {
    return "the study has more than " + limits.filmsPerStudy() + " films (Limits.FilmsPerStudy)";
  }

  private static String tooLarge(StoredInstance instance) {
    return "its file of "
        + (instance.fileSize() >> 20)
        + " MB is too large (Limits.MegabytesPerInstance)";
  }

  private static long pixels(Dataset dataset) {
    return (long) dataset.integer(Tag.ROWS).orElse(0) * dataset.integer(Tag.COLUMNS).orElse(0);
  }

  private static String tooManyPixels(Dataset dataset) {
    return "it has " + pixels(dataset) + " pixels, which are too many (Limits.PixelsPerFilm)";
  }

  /** Nobody expects such an instance to be edited. */
  private static FilmSelection notMeant(StoredInstance instance, String reason) {
    LOG.info(PASSED_OVER, instance.sopInstanceUid(), instance.id(), reason);
    return new FilmSelection(instance.id(), instance.sopInstanceUid(), false, reason);
  }

  /** A user may have expected results, so the log says it at the level that Orthanc shows. */
  private static FilmSelection refused(StoredInstance instance, String reason) {
    LOG.warn(PASSED_OVER, instance.sopInstanceUid(), instance.id(), reason);
    return new FilmSelection(instance.id(), instance.sopInstanceUid(), false, reason);
  }

  private static FilmSelection eligible(StoredInstance instance) {
    return new FilmSelection(instance.id(), instance.sopInstanceUid(), true, "");
  }

  private static FilmSelection damaged(StoredInstance instance, String reason) {
    String named = "instance " + instance.sopInstanceUid() + ": " + reason;
    LOG.warn("Instance {} is damaged and left out: {}", instance.id(), named);
    return FilmSelection.damaged(instance.id(), instance.sopInstanceUid(), named);
  }
}
