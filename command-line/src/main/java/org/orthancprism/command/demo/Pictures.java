// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.demo;

import org.orthancprism.command.demo.StudyResult.Stored;
import org.orthancprism.command.picture.ColourPicture;
import org.orthancprism.command.picture.FilmPicture;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.EditTexts;
import org.orthancprism.dicom.film.FilmException;
import org.orthancprism.dicom.film.NativePixels;
import org.orthancprism.dicom.film.PamImage;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;

/** Films that Orthanc holds as pictures; compressed ones are decoded by Orthanc. */
final class Pictures {

  private final OrthancClient orthanc;

  Pictures(OrthancClient orthanc) {
    this.orthanc = orthanc;
  }

  FilmPicture of(Stored stored) throws FilmException, OrthancRestException {
    Radiograph film = Radiograph.of(stored.object(), pixels(stored));
    return new FilmPicture(film.rows(), film.columns(), film.luminance());
  }

  /** A difference as it is stored: it knows the label to be no change. */
  ColourPicture ofDifference(Stored stored) {
    Dataset dataset = stored.object().dataset();
    return new ColourPicture(
        dataset.integer(Tag.ROWS).orElse(0),
        dataset.integer(Tag.COLUMNS).orElse(0),
        dataset.bytes(Tag.PIXEL_DATA).orElse(new byte[0]));
  }

  /** Whether a counterfactual says in its own pixels that it is synthetic. */
  boolean isLabelled(Stored counterfactual) {
    return counterfactual
        .object()
        .dataset()
        .string(Tag.DERIVATION_DESCRIPTION)
        .flatMap(EditTexts::labelArea)
        .isPresent();
  }

  /** Whether there are letters in an image's pixels, be they the label or the film's own. */
  boolean hasLetters(Stored image) {
    return image
        .object()
        .dataset()
        .string(Tag.BURNED_IN_ANNOTATION)
        .filter("YES"::equals)
        .isPresent();
  }

  private StoredPixels pixels(Stored stored) throws FilmException, OrthancRestException {
    if (NativePixels.isNative(stored.object())) {
      return NativePixels.read(stored.object());
    }
    boolean signed = stored.object().dataset().integer(Tag.PIXEL_REPRESENTATION).orElse(0) == 1;
    return PamImage.read(orthanc.decoded(stored.orthancId(), signed));
  }
}
