// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.FilmSelector;
import org.orthancprism.dicom.film.Selection;
import org.orthancprism.dicom.result.OwnOutput;
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

  /** Modalities whose series hold no radiograph, and may be too large to be looked through. */
  private static final Set<String> OTHER_MODALITIES =
      Set.of(
          "AU",
          "CT",
          "DOC",
          "ECG",
          "ES",
          "HD",
          "KO",
          "MG",
          "MR",
          "NM",
          "OCT",
          "OP",
          "OPT",
          "PR",
          "PT",
          "PX",
          "REG",
          "RF",
          "RTDOSE",
          "RTIMAGE",
          "RTPLAN",
          "RTRECORD",
          "RTSTRUCT",
          "SEG",
          "SM",
          "SMR",
          "SR",
          "US",
          "XA");

  /**
   * Computed and digital radiographs are grayscale by their definition (PS3.3 C.8.1.1 and
   * C.8.11.3).
   */
  private static final Set<String> GRAYSCALE_MODALITIES = Set.of("CR", "DX");

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
   * @throws StudyFailure when one that may be a film can't be read
   */
  Picked pick(List<StoredInstance> instances) throws OrthancRestException, StudyFailure {
    Map<String, String> modalities = new HashMap<>();
    List<SourceFilm> films = new ArrayList<>();
    List<FilmSelection> selections = new ArrayList<>();
    for (StoredInstance instance : instances) {
      String modality = modality(instance.seriesId(), modalities);
      if (OTHER_MODALITIES.contains(modality)) {
        selections.add(notMeant(instance, "its modality is " + modality));
        continue;
      }
      if (instance.fileSize() > limits.bytesPerInstance()) {
        selections.add(refused(instance, tooLarge(instance)));
        continue;
      }
      DicomObject object = read(instance);
      if (OwnOutput.isSynthetic(object.dataset())) {
        selections.add(notMeant(instance, "it is synthetic itself"));
      } else if (selector.select(object.dataset()) instanceof Selection.PassedOver passedOver) {
        refuseContradiction(instance, object.dataset());
        selections.add(refused(instance, passedOver.reason()));
      } else if (pixels(object.dataset()) > limits.pixelsPerFilm()) {
        selections.add(refused(instance, tooManyPixels(object.dataset())));
      } else if (films.size() == limits.filmsPerStudy()) {
        selections.add(
            refused(
                instance,
                "the study has more than "
                    + limits.filmsPerStudy()
                    + " films (Limits.FilmsPerStudy)"));
      } else {
        films.add(new SourceFilm(instance, object));
        selections.add(new FilmSelection(instance.id(), instance.sopInstanceUid(), true, ""));
      }
    }
    return new Picked(films, selections);
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

  private DicomObject read(StoredInstance instance) throws OrthancRestException, StudyFailure {
    try {
      return codec.read(orthanc.file(instance.id()));
    } catch (DicomFormatException e) {
      throw new StudyFailure(
          "instance " + instance.sopInstanceUid() + " can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * A radiograph in pseudo-colour or of a few pixels contradicts itself. It is damaged rather than
   * something else, so somebody should learn of it.
   */
  private static void refuseContradiction(StoredInstance instance, Dataset dataset)
      throws StudyFailure {
    if (dataset.string(Tag.MODALITY).filter(GRAYSCALE_MODALITIES::contains).isEmpty()) {
      return;
    }
    String about = "instance " + instance.sopInstanceUid() + ": ";
    if (dataset
        .string(Tag.PHOTOMETRIC_INTERPRETATION)
        .filter("PALETTE COLOR"::equals)
        .isPresent()) {
      throw new StudyFailure(
          about
              + "its photometric interpretation is PALETTE COLOR, which no radiograph has; send"
              + " the original");
    }
    int rows = dataset.integer(Tag.ROWS).orElse(FilmSelector.SMALLEST_SIDE);
    int columns = dataset.integer(Tag.COLUMNS).orElse(FilmSelector.SMALLEST_SIDE);
    if (rows < FilmSelector.SMALLEST_SIDE || columns < FilmSelector.SMALLEST_SIDE) {
      throw new StudyFailure(
          about + "a film of " + rows + "x" + columns + " pixels is damaged; send it again");
    }
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
}
