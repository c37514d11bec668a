// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.FilmException;
import org.orthancprism.dicom.film.NativePixels;
import org.orthancprism.dicom.film.PamImage;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;

/** Gets a film's stored values: out of its file, or decompressed by Orthanc. */
final class FilmDecoder {

  private final OrthancClient orthanc;

  FilmDecoder(OrthancClient orthanc) {
    this.orthanc = orthanc;
  }

  /**
   * Decodes a film.
   *
   * @throws StudyFailure when its pixels can't be used
   */
  Radiograph decode(SourceFilm film) throws OrthancRestException, StudyFailure {
    try {
      return Radiograph.of(film.object(), pixels(film));
    } catch (FilmException e) {
      throw new StudyFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private StoredPixels pixels(SourceFilm film)
      throws OrthancRestException, StudyFailure, FilmException {
    DicomObject object = film.object();
    boolean compressed =
        object.dataset().get(Tag.PIXEL_DATA).orElse(null) instanceof Attribute.Fragments;
    return compressed ? decompressed(film) : NativePixels.read(object);
  }

  private StoredPixels decompressed(SourceFilm film) throws OrthancRestException, StudyFailure {
    boolean signed = film.object().dataset().integer(Tag.PIXEL_REPRESENTATION).orElse(0) == 1;
    try {
      return PamImage.read(orthanc.decoded(film.instance().id(), signed));
    } catch (FilmException e) {
      throw new StudyFailure(about(film) + ": " + e.getMessage(), e);
    } catch (OrthancRestException.Rejected | OrthancRestException.ServerFault e) {
      throw new StudyFailure(
          about(film)
              + ": Orthanc can't decode its transfer syntax "
              + film.object().transferSyntax().uid()
              + "; is the plugin orthanc-gdcm installed, and the file whole?",
          e);
    }
  }

  private static String about(SourceFilm film) {
    return "instance " + film.sopInstanceUid();
  }
}
