// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.provenance;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.film.PixelDigest;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.dicom.recognition.StatedPack;
import org.orthancprism.dicom.signature.SignatureCheck;
import org.orthancprism.dicom.signature.SignatureState;

/** Establishes the provenance of an object. */
public final class ProvenanceCheck {

  private final Predicate<String> trusted;
  private final Function<PixelDigest, Optional<MadeResult>> made;

  /**
   * @param trusted whether the certificate of a fingerprint is trusted
   * @param made what is known to have been made with such pixels
   */
  public ProvenanceCheck(
      Predicate<String> trusted, Function<PixelDigest, Optional<MadeResult>> made) {
    this.trusted = trusted;
    this.made = made;
  }

  /** The provenance of an object. Reads all of its pixel data. */
  public Provenance of(DicomObject object) {
    SignatureState signature = SignatureCheck.of(object);
    Optional<OwnObject> own = OwnObject.of(object.dataset());
    return new Provenance(
        object.sopInstanceUid().orElse(""),
        own.isPresent(),
        signature,
        signature.signedBy().filter(by -> trusted.test(by.fingerprint())).isPresent(),
        StatedPack.of(object.dataset()),
        own.map(OwnObject::references).orElse(List.of()),
        PixelDigest.of(object).flatMap(made));
  }
}
