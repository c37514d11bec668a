// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.signature;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.orthancprism.dicom.codec.MacStream;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.TransferSyntax;
import org.orthancprism.dicom.dataset.Vr;

/**
 * Verifies the signatures that {@link Signer} makes, whatever transfer syntax without compression
 * the object came in.
 */
public final class SignatureCheck {

  private static final int EIGHT_BITS = 8;

  private final Dataset dataset;

  private SignatureCheck(Dataset dataset) {
    this.dataset = dataset;
  }

  /** What an object's signatures say of it. */
  public static SignatureState of(DicomObject object) {
    return new SignatureCheck(asSigned(object)).state();
  }

  /** Implicit VR does not tell bytes from words; images of 8 bits are signed as bytes. */
  private static Dataset asSigned(DicomObject object) {
    Dataset dataset = object.dataset();
    boolean implicit =
        object.transferSyntax().encoding() == TransferSyntax.Encoding.IMPLICIT_LITTLE_ENDIAN;
    int bits = dataset.integer(Tag.BITS_ALLOCATED).orElse(0);
    Optional<byte[]> pixels = dataset.bytes(Tag.PIXEL_DATA);
    return implicit && bits == EIGHT_BITS && pixels.isPresent()
        ? dataset.toBuilder().setBytes(Tag.PIXEL_DATA, Vr.OB, pixels.get()).build()
        : dataset;
  }

  private SignatureState state() {
    List<SignatureItem> items = items();
    if (dataset.items(Tag.DIGITAL_SIGNATURES_SEQUENCE).isEmpty()) {
      return new SignatureState.Unsigned();
    }
    Optional<SignatureItem> whole =
        items.stream().filter(item -> item.signedTags().contains(Tag.SOP_INSTANCE_UID)).findFirst();
    if (whole.isEmpty()) {
      return new SignatureState.Unreadable("no signature covers the object's UID");
    }
    try {
      X509Certificate certificate = certificate(whole.get());
      SignatureState.SignedBy by =
          new SignatureState.SignedBy(
              certificate,
              whole.get().signature().string(Tag.DIGITAL_SIGNATURE_DATE_TIME).orElse(""));
      return compared(whole.get(), items, by);
    } catch (GeneralSecurityException e) {
      return new SignatureState.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private SignatureState compared(
      SignatureItem whole, List<SignatureItem> items, SignatureState.SignedBy by)
      throws GeneralSecurityException {
    Set<Tag> signed = whole.signedTags();
    boolean sameContent = ContentDigest.matches(dataset);
    List<Tag> added = new ArrayList<>();
    for (Attribute attribute : dataset) {
      Tag tag = attribute.tag();
      boolean counts =
          !tag.isPrivate() && !tag.equals(Tag.SPECIFIC_CHARACTER_SET) && !ContentDigest.covers(tag);
      if (counts && isContent(attribute) && !signed.contains(tag)) {
        added.add(tag);
      }
    }
    if (added.isEmpty() && sameContent && verifies(whole, by.certificate())) {
      return new SignatureState.Unaltered(by);
    }
    Set<SignedPart> parts = EnumSet.noneOf(SignedPart.class);
    if (!sameContent) {
      parts.add(SignedPart.CONTENT);
    }
    for (SignatureItem item : items) {
      Optional<SignedPart> part = part(item);
      if (part.isPresent() && !verifies(item, by.certificate())) {
        parts.add(part.get());
      }
    }
    Set<Tag> removed = new TreeSet<>(signed);
    dataset.forEach(attribute -> removed.remove(attribute.tag()));
    return new SignatureState.Altered(by, List.copyOf(parts), List.copyOf(removed), added);
  }

  /** Compressed pixel data are content, though they can't be signed. */
  private static boolean isContent(Attribute attribute) {
    return MacStream.isSignable(attribute) || attribute instanceof Attribute.Fragments;
  }

  /** The part to which all signed attributes belong; none for the signature over the whole. */
  private static Optional<SignedPart> part(SignatureItem item) {
    Set<Tag> tags = item.signedTags();
    return Arrays.stream(SignedPart.values()).filter(part -> part.hasAll(tags)).findFirst();
  }

  /** The signatures, each with its parameters; those without are left out. */
  private List<SignatureItem> items() {
    List<SignatureItem> items = new ArrayList<>();
    for (Dataset signature : dataset.items(Tag.DIGITAL_SIGNATURES_SEQUENCE)) {
      OptionalInt id = signature.integer(Tag.MAC_ID_NUMBER);
      dataset.items(Tag.MAC_PARAMETERS_SEQUENCE).stream()
          .filter(each -> id.isPresent() && each.integer(Tag.MAC_ID_NUMBER).equals(id))
          .findFirst()
          .ifPresent(parameters -> items.add(new SignatureItem(parameters, signature)));
    }
    return items;
  }

  private static X509Certificate certificate(SignatureItem item) throws GeneralSecurityException {
    require(item.signature(), Tag.CERTIFICATE_TYPE, SignatureItem.X509);
    require(item.parameters(), Tag.MAC_ALGORITHM, SignatureItem.SHA256);
    require(
        item.parameters(),
        Tag.MAC_CALCULATION_TRANSFER_SYNTAX_UID,
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid());
    byte[] encoded = item.signature().bytes(Tag.CERTIFICATE_OF_SIGNER).orElse(new byte[0]);
    try {
      X509Certificate certificate = X509Certificates.read(encoded);
      if (certificate.getPublicKey() instanceof RSAPublicKey rsa
          && rsa.getModulus().bitLength() >= SigningKey.LEAST_BITS) {
        return certificate;
      }
    } catch (CertificateException e) {
      throw new SignatureException("the signer's certificate can't be read", e);
    }
    throw new SignatureException(
        "the signer's key is not RSA of at least " + SigningKey.LEAST_BITS + " bits");
  }

  private static void require(Dataset item, Tag tag, String value) throws SignatureException {
    if (item.string(tag).filter(value::equals).isEmpty()) {
      throw new SignatureException(tag + " is not " + value + ", which alone is verified here");
    }
  }

  private boolean verifies(SignatureItem item, X509Certificate certificate)
      throws GeneralSecurityException {
    Signature algorithm = SignatureItem.algorithm();
    algorithm.initVerify(certificate.getPublicKey());
    byte[] value = item.signature().bytes(Tag.SIGNATURE).orElse(new byte[0]);
    try {
      return SignatureItem.digested(algorithm, item.signedOf(dataset), item.signature())
          .verify(value);
    } catch (SignatureException e) {
      // Its length is not the key's: no signature of this key at all.
      return false;
    }
  }
}
