// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.result.OwnOutput;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.dicom.selection.Selection;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.queue.FilmSelection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a study's instances and picks the films to edit among them. */
final class FilmReader {

  private static final Logger LOG = LoggerFactory.getLogger(FilmReader.class);

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
   * @param selections what became of each instance
   */
  record Picked(List<SourceFilm> films, List<FilmSelection> selections) {
    Picked {
      films = List.copyOf(films);
      selections = List.copyOf(selections);
    }
  }

  /**
   * Looks at each instance.
   *
   * @param doneBefore SOP Instance UIDs of films that are to be left alone
   */
  Picked pick(List<StoredInstance> instances, Set<String> doneBefore) throws OrthancRestException {
    Map<String, String> modalities = new HashMap<>();
    List<SourceFilm> films = new ArrayList<>();
    List<FilmSelection> selections = new ArrayList<>();
    for (StoredInstance instance : instances) {
      if (doneBefore.contains(instance.sopInstanceUid())) {
        selections.add(notMeant(instance, "its results are there already"));
        continue;
      }
      Optional<Selection.PassedOver> series =
          selector.selectSeries(modality(instance.seriesId(), modalities));
      if (series.isPresent()) {
        selections.add(notMeant(instance, series.get().reason()));
      } else if (instance.fileSize() > limits.bytesPerInstance()) {
        selections.add(refused(instance, tooLarge(instance)));
      } else {
        selections.add(pick(instance, films));
      }
    }
    return new Picked(films, selections);
  }

  /** Decides about one instance by its attributes, and adds it to the films if it is one. */
  private FilmSelection pick(StoredInstance instance, List<SourceFilm> films)
      throws OrthancRestException {
    DicomObject object;
    try {
      object = codec.read(orthanc.file(instance.id()));
    } catch (DicomFormatException e) {
      return damaged(instance, "can't be read: " + e.getMessage());
    }
    if (OwnOutput.isSynthetic(object.dataset())) {
      return notMeant(instance, "it is synthetic itself");
    }
    Selection selection = selector.select(object.dataset());
    if (selection instanceof Selection.Damaged damaged) {
      return damaged(instance, damaged.reason());
    }
    if (selection instanceof Selection.PassedOver passedOver) {
      return refused(instance, passedOver.reason());
    }
    if (pixels(object.dataset()) > limits.pixelsPerFilm()) {
      return refused(instance, tooManyPixels(object.dataset()));
    }
    if (films.size() == limits.filmsPerStudy()) {
      return refused(
          instance,
          "the study has more than " + limits.filmsPerStudy() + " films (Limits.FilmsPerStudy)");
    }
    if (selection instanceof Selection.Eligible eligible && !eligible.assumptions().isEmpty()) {
      LOG.info(
          "Instance {} ({}) is taken: {}",
          instance.sopInstanceUid(),
          instance.id(),
          String.join("; ", eligible.assumptions()));
    }
    films.add(new SourceFilm(instance, object));
    return new FilmSelection(instance.id(), instance.sopInstanceUid(), true, "");
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

  private String modality(String seriesId, Map<String, String> known) throws OrthancRestException {
    String modality = known.get(seriesId);
    if (modality == null) {
      modality = orthanc.series(seriesId).getJsonObject("MainDicomTags").getString("Modality", "");
      known.put(seriesId, modality);
    }
    return modality;
  }

  /** Nobody expects such an instance to be edited. */
  private static FilmSelection notMeant(StoredInstance instance, String reason) {
    LOG.info(PASSED_OVER, instance.sopInstanceUid(), instance.id(), reason);
    return new FilmSelection(instance.id(), instance.sopInstanceUid(), false, reason);
  }

  /** Somebody may have expected it, so the log tells it at the level that Orthanc shows. */
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
