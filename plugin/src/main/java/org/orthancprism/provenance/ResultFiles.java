// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.provenance;

import java.util.concurrent.atomic.AtomicBoolean;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.film.PixelDigest;
import org.orthancprism.dicom.recognition.StatedPack;
import org.orthancprism.dicom.signature.Signer;
import org.orthancprism.dicom.version.FilmVersion;

/**
 * Makes the files of results: signs each, and notes the pixels of images, by which one is known
 * that comes back without its header. Safe for use by several threads.
 */
public final class ResultFiles {

  private final DicomCodec codec;
  private final Signer signer;
  private final KnownSigners signers;
  private final MadeResults made;
  private final AtomicBoolean isKnown = new AtomicBoolean();

  public ResultFiles(DicomCodec codec, Signer signer, KnownSigners signers, MadeResults made) {
    this.codec = codec;
    this.signer = signer;
    this.signers = signers;
    this.made = made;
  }

  /** The signed file of a result. */
  public byte[] of(DicomObject result) {
    if (!isKnown.get()) {
      signers.add(signer.key());
      isKnown.set(true);
    }
    return codec.write(signer.sign(result));
  }

  /**
   * The signed file of an image, whose pixels are noted unless they are the film's own: an edit
   * that changed nothing must not make a result of the film.
   *
   * @param film what the image was made from
   * @param filmPixels the digest of that film's stored values
   */
  public byte[] of(DicomObject image, FilmVersion film, PixelDigest filmPixels) {
    PixelDigest.of(image)
        .filter(pixels -> !pixels.equals(filmPixels))
        .ifPresent(
            pixels ->
                made.note(
                    pixels,
                    image.sopInstanceUid().orElseThrow(),
                    film.sopInstanceUid(),
                    StatedPack.of(image.dataset()).map(StatedPack::digest).orElse("")));
    return of(image);
  }

  /** The images that were made. */
  public MadeResults made() {
    return made;
  }
}
