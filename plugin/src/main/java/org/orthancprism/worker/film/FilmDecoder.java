// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.film;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.security.MessageDigest;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.orthancprism.dicom.codestream.CodestreamException;
import org.orthancprism.dicom.codestream.DecoderInput;
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
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.StudyFailure;

/**
 * Gets a film's stored values: out of its file, or decompressed by Orthanc.
 *
 * <p>A decoder in Orthanc ends with Orthanc. So it is given only what declares the size that the
 * film has, and nothing at which Orthanc has ended before: {@link Attempt#decoding} remembers.
 */
public final class FilmDecoder {

  /** At which attempt a film is refused that Orthanc never answered for. */
  private static final int REFUSED_AT = 3;

  private final OrthancClient orthanc;
  private final int pixelsPerFilm;

  /**
   * @param pixelsPerFilm most pixels that a film may have
   */
  public FilmDecoder(OrthancClient orthanc, int pixelsPerFilm) {
    this.orthanc = orthanc;
    this.pixelsPerFilm = pixelsPerFilm;
  }

  /**
   * Decodes a film.
   *
   * @throws StudyFailure when its pixels can't be used
   */
  public Radiograph decode(Attempt attempt, SourceFilm film)
      throws OrthancRestException, StudyFailure {
    try {
      return Radiograph.of(film.object(), pixels(attempt, film));
    } catch (FilmException e) {
      throw new StudyFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private StoredPixels pixels(Attempt attempt, SourceFilm film)
      throws OrthancRestException, StudyFailure, FilmException {
    DicomObject object = film.object();
    return object.dataset().get(Tag.PIXEL_DATA).orElse(null) instanceof Attribute.Fragments pixels
        ? decompressed(attempt, film, digest(pixels))
        : NativePixels.read(object);
  }

  private StoredPixels decompressed(Attempt attempt, SourceFilm film, String digest)
      throws OrthancRestException, StudyFailure {
    try {
      DecoderInput.check(film.object(), pixelsPerFilm);
    } catch (CodestreamException e) {
      throw new StudyFailure(about(film) + " is damaged: " + e.getMessage(), e);
    }
    int begun = attempt.decoding(digest);
    if (begun >= REFUSED_AT) {
      throw new StudyFailure(
          about(film)
              + ": Orthanc ended "
              + (begun - 1)
              + " times while it decoded this film, and is not asked again; send the film again in"
              + " another transfer syntax, or retry the task");
    }
    try {
      StoredPixels pixels = decompressed(film);
      attempt.decoded(digest);
      return pixels;
    } catch (OrthancRestException e) {
      if (!mayHaveEnded(e)) {
        attempt.decoded(digest);
      }
      throw e;
    } catch (StudyFailure e) {
      attempt.decoded(digest);
      throw e;
    }
  }

  /** Whether Orthanc took the request and then no longer answered. */
  private static boolean mayHaveEnded(OrthancRestException failure) {
    Throwable cause = failure.getCause();
    return failure instanceof OrthancRestException.Unreachable
        && cause instanceof IOException
        && !(cause instanceof ConnectException)
        && !(cause instanceof HttpConnectTimeoutException);
  }

  /** What a film is remembered by: the same pixels under another UID end Orthanc as well. */
  private static String digest(Attribute.Fragments pixels) {
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    pixels.fragments().forEach(sha256::update);
    return Hex.encodeHexString(sha256.digest());
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
