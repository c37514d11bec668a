// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.signature;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.orthancprism.dicom.codec.MacStream;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.NameBasedUid;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;

/**
 * Signs objects that are made here: the whole of each, and each {@link SignedPart} of it by itself,
 * by the Base RSA Digital Signature Profile. That of the whole keeps the Creator RSA Digital
 * Signature Profile, too, for images; of reports and presentation states it covers the deep
 * sequences by a {@link ContentDigest}.
 *
 * <p>The same object at the same time gets the same signatures, byte for byte.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part15.html#sect_C.2">PS3.15
 *     C.1 and C.2</a>
 */
public final class Signer {

  /** In UTC, as DCMTK compares it with the certificate's dates without regard to the zone. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss.SSSSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final SigningKey key;
  private final Clock clock;

  public Signer(SigningKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /** What the signatures are made with. */
  public SigningKey key() {
    return key;
  }

  /**
   * Signs an object, in place of signatures that it has.
   *
   * @param object its pixel data not compressed
   * @throws IllegalArgumentException if it has no SOP Instance UID
   */
  public DicomObject sign(DicomObject object) {
    String uid =
        object
            .sopInstanceUid()
            .orElseThrow(() -> new IllegalArgumentException("only a SOP Instance can be signed"));
    Dataset stating = ContentDigest.state(object.dataset());
    Dataset whole =
        Dataset.of(
            stating
                .attributes()
                .filter(MacStream::isSignable)
                .filter(attribute -> !attribute.tag().equals(Tag.SPECIFIC_CHARACTER_SET))
                .filter(attribute -> !ContentDigest.covers(attribute.tag()))
                .toList());
    List<SignatureItem> items = new ArrayList<>();
    items.add(signed(0, uid, whole));
    for (SignedPart part : SignedPart.values()) {
      Dataset own = part.of(whole);
      if (own.size() > 0) {
        items.add(signed(items.size(), uid, own));
      }
    }
    Dataset dataset =
        stating.toBuilder()
            .set(
                Tag.MAC_PARAMETERS_SEQUENCE, items.stream().map(SignatureItem::parameters).toList())
            .set(
                Tag.DIGITAL_SIGNATURES_SEQUENCE,
                items.stream().map(SignatureItem::signature).toList())
            .build();
    return new DicomObject(object.meta(), object.transferSyntax(), dataset);
  }

  private SignatureItem signed(int id, String uid, Dataset attributes) {
    String at = TIME.format(clock.instant()) + "+0000";
    String name =
        String.join("\n", "signature", uid, Integer.toString(id), at, Fingerprints.of(key));
    try {
      Dataset signature =
          Dataset.builder()
              .set(Tag.MAC_ID_NUMBER, id)
              .set(Tag.DIGITAL_SIGNATURE_UID, NameBasedUid.of(name))
              .set(Tag.DIGITAL_SIGNATURE_DATE_TIME, at)
              .set(Tag.CERTIFICATE_TYPE, SignatureItem.X509)
              .setBytes(Tag.CERTIFICATE_OF_SIGNER, Vr.OB, key.certificate().getEncoded())
              .build();
      Signature algorithm = SignatureItem.algorithm();
      algorithm.initSign(key.key());
      byte[] value = SignatureItem.digested(algorithm, attributes, signature).sign();
      return new SignatureItem(
          SignatureItem.parameters(id, attributes),
          signature.toBuilder().setBytes(Tag.SIGNATURE, Vr.OB, value).build());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read can be written", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the signing key can't sign: " + e.getMessage(), e);
    }
  }
}
