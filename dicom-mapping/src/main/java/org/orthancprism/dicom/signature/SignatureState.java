// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.signature;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.dicom.dataset.Tag;

/** What the signatures of an object say of it. */
public sealed interface SignatureState {

  /** The signer whom the object names; empty where no signature can be verified. */
  default Optional<SignedBy> signedBy() {
    return Optional.empty();
  }

  /** There is none. */
  record Unsigned() implements SignatureState {}

  /**
   * There are signatures, none of which can be verified.
   *
   * @param reason why
   */
  record Unreadable(String reason) implements SignatureState {}

  /**
   * All is as it was signed.
   *
   * @param by who signed it
   */
  record Unaltered(SignedBy by) implements SignatureState {
    @Override
    public Optional<SignedBy> signedBy() {
      return Optional.of(by);
    }
  }

  /**
   * It is not as it was signed.
   *
   * @param by whose certificate it carries, and who need not have signed what it is now
   * @param parts the parts that were altered
   * @param removed attributes that were signed and are gone
   * @param added attributes that came later; of no private group
   */
  record Altered(SignedBy by, List<SignedPart> parts, List<Tag> removed, List<Tag> added)
      implements SignatureState {
    public Altered {
      parts = List.copyOf(parts);
      removed = List.copyOf(removed);
      added = List.copyOf(added);
    }

    @Override
    public Optional<SignedBy> signedBy() {
      return Optional.of(by);
    }
  }

  /**
   * Who signed.
   *
   * @param certificate certificate of the signer, which the object carries: whether it is to be
   *     trusted is for others to say
   * @param at Digital Signature DateTime (0400,0105), as it stands
   */
  record SignedBy(X509Certificate certificate, String at) {
    public SignedBy {
      Objects.requireNonNull(certificate, "certificate");
      Objects.requireNonNull(at, "at");
    }

    /** The subject of the certificate. */
    public String name() {
      return certificate.getSubjectX500Principal().getName();
    }

    /** {@link Fingerprints} of the certificate. */
    public String fingerprint() {
      return Fingerprints.of(certificate);
    }
  }
}
