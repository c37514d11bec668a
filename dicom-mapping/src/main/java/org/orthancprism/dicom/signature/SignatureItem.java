// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.signature;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.orthancprism.dicom.codec.MacStream;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.TransferSyntax;

/**
 * One signature of an object: an item of MAC Parameters Sequence (4FFE,0001) and the item of
 * Digital Signatures Sequence (FFFA,FFFA) with the same MAC ID Number.
 *
 * @param parameters how the MAC is computed, and over which attributes
 * @param signature by whom and when, with the signature itself
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.12.1.1.3.1">PS3.3
 *     C.12.1.1.3.1</a>
 */
record SignatureItem(Dataset parameters, Dataset signature) {

  static final String SHA256 = "SHA256";
  static final String X509 = "X509_1993_SIG";
  private static final String ALGORITHM = "SHA256withRSA";

  /** What is not signed of a signature's own item. */
  private static final List<Tag> NOT_SIGNED =
      List.of(
          Tag.CERTIFICATE_OF_SIGNER,
          Tag.SIGNATURE,
          Tag.CERTIFIED_TIMESTAMP_TYPE,
          Tag.CERTIFIED_TIMESTAMP);

  /** The parameters for a MAC over these attributes. */
  static Dataset parameters(int id, Dataset signed) {
    int[] numbers =
        signed
            .attributes()
            .flatMapToInt(each -> IntStream.of(each.tag().group(), each.tag().element()))
            .toArray();
    return Dataset.builder()
        .set(Tag.MAC_ID_NUMBER, id)
        .set(
            Tag.MAC_CALCULATION_TRANSFER_SYNTAX_UID, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid())
        .set(Tag.MAC_ALGORITHM, SHA256)
        .set(Tag.DATA_ELEMENTS_SIGNED, numbers)
        .build();
  }

  /** Hashes what is signed: the attributes, and the signature's own but for the signature. */
  static Signature digested(Signature algorithm, Dataset signed, Dataset signature)
      throws SignatureException {
    try (OutputStream stream = new SignatureStream(algorithm)) {
      MacStream.write(signed, stream);
      var own = signature.toBuilder();
      NOT_SIGNED.forEach(own::remove);
      MacStream.write(own.build(), stream);
      return algorithm;
    } catch (IOException e) {
      throw new SignatureException(e);
    }
  }

  static Signature algorithm() {
    try {
      return Signature.getInstance(ALGORITHM);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** The tags over which the MAC is computed. */
  Set<Tag> signedTags() {
    List<Double> numbers = parameters.decimals(Tag.DATA_ELEMENTS_SIGNED);
    return numbers.stream()
        .map(number -> new Tag((int) number.longValue()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The signed attributes that a dataset still has. */
  Dataset signedOf(Dataset dataset) {
    Set<Tag> tags = signedTags();
    return Dataset.of(
        dataset.attributes().filter(attribute -> tags.contains(attribute.tag())).toList());
  }

  /** Feeds a signature with all that is written. */
  private static final class SignatureStream extends OutputStream {
    private final Signature algorithm;

    SignatureStream(Signature algorithm) {
      this.algorithm = algorithm;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        algorithm.update(bytes, from, length);
      } catch (SignatureException e) {
        throw new IOException(e);
      }
    }
  }
}
