// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.report.ChangeMeasures;
import org.orthancprism.dicom.report.EditedFilm;
import org.orthancprism.dicom.result.CounterfactualImage;
import org.orthancprism.dicom.result.EditDescription;
import org.orthancprism.models.editor.Counterfactual;
import org.orthancprism.models.editor.Direction;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.editor.EditParameters;
import org.orthancprism.models.editor.EditRequest;
import org.orthancprism.models.editor.FindingEdit;
import org.orthancprism.models.editor.Progress;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.pack.Finding;

/** Makes the counterfactual of one film and puts it into a DICOM object. */
final class FilmEditor {

  private final LoadedPack pack;
  private final Clock clock;

  FilmEditor(LoadedPack pack, Clock clock) {
    this.pack = pack;
    this.clock = clock;
  }

  /**
   * A counterfactual.
   *
   * @param image the object to store
   * @param film what the report tells of it
   */
  record Result(DicomObject image, EditedFilm film) {}

  /**
   * Makes one edit of one film.
   *
   * @throws StudyFailure when the editor can't
   */
  Result edit(SourceFilm film, Radiograph source, EditRequest request, Progress progress)
      throws StudyFailure {
    Counterfactual made = counterfactual(film, source, request, progress);
    int[] values = source.storedValues(made.film().luminance(), made.mask().weights());
    EditDescription description = description(request, made);
    DicomObject image =
        CounterfactualImage.of(source, values, description, pack.algorithm(), clock);
    return new Result(
        image,
        new EditedFilm(
            source.dataset(),
            image.dataset(),
            description,
            ChangeMeasures.between(source, values)));
  }

  private Counterfactual counterfactual(
      SourceFilm film, Radiograph source, EditRequest request, Progress progress)
      throws StudyFailure {
    try {
      Film luminance = new Film(source.rows(), source.columns(), source.luminance());
      return pack.editor().edit(luminance, request, seed(film, request), progress);
    } catch (EditException e) {
      throw new StudyFailure(
          "instance " + film.sopInstanceUid() + ", " + request.name() + ": " + e.getMessage(), e);
    }
  }

  private static EditDescription description(EditRequest request, Counterfactual made)
      throws StudyFailure {
    if (!(made.edit() instanceof FindingEdit edit)) {
      throw new StudyFailure(
          request.name() + " is not about a finding of the pack: ask for one that is");
    }
    Finding finding = edit.finding();
    EditParameters parameters = made.parameters();
    return new EditDescription(
        request.name(),
        finding.name(),
        new CodedConcept(finding.code(), finding.codingScheme(), finding.meaning()),
        edit.direction() == Direction.REMOVE,
        parameters.method(),
        parameters.sourceCaption(),
        parameters.targetCaption(),
        parameters.seed(),
        parameters.steps(),
        parameters.guidance());
  }

  /** Depends on film, edit and pack alone, so that the same input gives the same result. */
  private long seed(SourceFilm film, EditRequest request) {
    String text = film.sopInstanceUid() + " " + request.name() + " " + pack.pack().digest();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getInt() & 0x7fffffffL;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
