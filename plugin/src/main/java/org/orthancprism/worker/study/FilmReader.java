// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
import org.orthancprism.task.FilmSelection;
import org.orthancprism.worker.film.SourceFilm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a study's instances and picks the films to edit among them. */
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
   * What a study holds.
   *
   * @param films the films to edit
   * @param selections what became of each instance that is meant
   * @param originals the versions of all that was read and is not synthetic
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

    /** The same with results that are in another study. */
    Picked with(List<HeldResult> more) {
      return new Picked(
          films, selections, originals, Stream.concat(results.stream(), more.stream()).toList());
    }
  }

  /** The results among instances that no film is picked from. */
  List<HeldResult> results(List<StoredInstance> instances) throws OrthancRestException {
    Reading reading = new Reading();
    for (StoredInstance instance : instances) {
      reading.look(instance, false);
    }
    return reading.results;
  }

  /**
   * Looks at each instance. Of instances that are the same film, the first is picked.
   *
   * @param doneBefore revisions of films that are to be left alone
   * @param meant which instances may be picked; the others are read for what they say of results
   */
  Picked pick(
      List<StoredInstance> instances, Set<String> doneBefore, Predicate<StoredInstance> meant)
      throws OrthancRestException {
    Reading reading = new Reading();
    for (StoredInstance instance : instances) {
      boolean isMeant = meant.test(instance);
      Optional<FilmSelection> selection =
          doneBefore.contains(instance.revision())
              ? Optional.of(notMeant(instance, "its results are there already"))
              : reading.look(instance, isMeant);
      selection.filter(one -> isMeant).ifPresent(reading.selections::add);
    }
    return new Picked(reading.films, reading.selections, reading.originals, reading.results);
  }

  /** What was found so far. */
  private final class Reading {
    private final Map<String, String> modalities = new HashMap<>();
    private final List<SourceFilm> films = new ArrayList<>();
    private final List<FilmSelection> selections = new ArrayList<>();
    private final List<FilmVersion> originals = new ArrayList<>();
    private final List<HeldResult> results = new ArrayList<>();

    /** What became of an instance; empty where there is nothing to report. */
    private Optional<FilmSelection> look(StoredInstance instance, boolean isMeant)
        throws OrthancRestException {
      String modality = modality(instance.seriesId());
      Optional<Selection.PassedOver> series = selector.selectSeries(modality);
      boolean mayBeResult = series.isPresent() && OF_RESULTS.contains(modality);
      if (series.isPresent() && !mayBeResult) {
        return Optional.of(notMeant(instance, series.get().reason()));
      }
      if (instance.fileSize() > limits.bytesPerInstance()) {
        return Optional.of(refused(instance, tooLarge(instance)));
      }
      Dataset dataset;
      DicomObject object;
      try {
        object = codec.read(file(instance));
        dataset = object.dataset();
      } catch (DicomFormatException e) {
        return Optional.of(
            series
                .map(passedOver -> notMeant(instance, passedOver.reason()))
                .orElseGet(() -> damaged(instance, "can't be read: " + e.getMessage())));
      }
      Optional<HeldResult> result = HeldResult.of(instance, dataset);
      if (result.isPresent()) {
        results.add(result.get());
        return Optional.of(notMeant(instance, "it is synthetic itself"));
      }
      if (series.isPresent()) {
        return Optional.of(notMeant(instance, series.get().reason()));
      }
      return pick(instance, object, isMeant);
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

    /** Decides about an original by its attributes, and adds it to the films if it is one. */
    private Optional<FilmSelection> pick(
        StoredInstance instance, DicomObject object, boolean isMeant) {
      Dataset dataset = object.dataset();
      if (dataset.string(Tag.SOP_INSTANCE_UID).isEmpty()) {
        return Optional.of(refused(instance, "it has no SOP Instance UID"));
      }
      FilmVersion version = FilmVersion.of(dataset);
      originals.add(version);
      if (!isMeant) {
        return Optional.empty();
      }
      Selection selection = selector.select(dataset);
      if (selection instanceof Selection.Damaged damaged) {
        return Optional.of(damaged(instance, damaged.reason()));
      }
      if (selection instanceof Selection.PassedOver passedOver) {
        return Optional.of(refused(instance, passedOver.reason()));
      }
      if (pixels(dataset) > limits.pixelsPerFilm()) {
        return Optional.of(refused(instance, tooManyPixels(dataset)));
      }
      for (SourceFilm film : films) {
        if (film.version().equals(version)) {
          return Optional.of(
              notMeant(instance, "it is the same film as instance " + film.instance().id()));
        }
      }
      if (films.size() == limits.filmsPerStudy()) {
        return Optional.of(
            refused(
                instance,
                "the study has more than "
                    + limits.filmsPerStudy()
                    + " films (Limits.FilmsPerStudy)"));
      }
      List<String> assumptions =
          selection instanceof Selection.Eligible eligible ? eligible.assumptions() : List.of();
      if (!assumptions.isEmpty()) {
        LOG.info(
            "Instance {} ({}) is taken: {}",
            instance.sopInstanceUid(),
            instance.id(),
            String.join("; ", assumptions));
      }
      films.add(new SourceFilm(instance, object, version, assumptions));
      return Optional.of(new FilmSelection(instance.id(), instance.sopInstanceUid(), true, ""));
    }

    private String modality(String seriesId) throws OrthancRestException {
      String modality = modalities.get(seriesId);
      if (modality == null) {
        modality =
            orthanc.series(seriesId).getJsonObject("MainDicomTags").getString("Modality", "");
        modalities.put(seriesId, modality);
      }
      return modality;
    }
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

  private static FilmSelection damaged(StoredInstance instance, String reason) {
    String named = "instance " + instance.sopInstanceUid() + ": " + reason;
    LOG.warn("Instance {} is damaged and left out: {}", instance.id(), named);
    return FilmSelection.damaged(instance.id(), instance.sopInstanceUid(), named);
  }
}
