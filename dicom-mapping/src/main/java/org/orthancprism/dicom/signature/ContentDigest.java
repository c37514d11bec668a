// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.signature;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.code.SynthesizingEquipment;
import org.orthancprism.dicom.codec.MacStream;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * The deep sequences of reports and presentation states are signed by their digest, which is part
 * of the Contribution Description (0018,A003) of the synthesizing equipment, or of the processing
 * equipment that recorded a reader's verdict.
 *
 * <p>DCMTK up to 3.7.0 would call a signature over themselves invalid: of a nested sequence it
 * hashes nothing behind the first 16 KiB ({@code DcmItem::writeSignatureFormat} asks the sequence
 * whether it is signable when its buffer was full, which moves the sequence's position to its end).
 */
final class ContentDigest {

  private static final Set<Tag> DEEP =
      Set.of(
          Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE,
          Tag.CONTENT_SEQUENCE,
          Tag.GRAPHIC_ANNOTATION_SEQUENCE);

  /** Manufacturer of what is made here. */
  private static final String SOFTWARE = "orthanc-prism";

  private static final Pattern STATED = Pattern.compile(" Content SHA-256 ([0-9a-f]{64})\\.");

  private ContentDigest() {}

  /** Whether the attribute of a tag is signed by digest. */
  static boolean covers(Tag tag) {
    return DEEP.contains(tag);
  }

  /** The object with the digest of its deep sequences in it, where it has such. */
  static Dataset state(Dataset dataset) {
    Optional<String> digest = of(dataset);
    if (digest.isEmpty()) {
      return dataset;
    }
    List<Dataset> items =
        dataset.items(Tag.CONTRIBUTING_EQUIPMENT_SEQUENCE).stream()
            .map(item -> states(item) ? stating(item, digest.get()) : item)
            .toList();
    return dataset.toBuilder().set(Tag.CONTRIBUTING_EQUIPMENT_SEQUENCE, items).build();
  }

  /** That which made a result, or recorded what a reader said of one. */
  private static boolean states(Dataset item) {
    return SynthesizingEquipment.is(item)
        || (item.items(Tag.PURPOSE_OF_REFERENCE_CODE_SEQUENCE).stream()
                .anyMatch(Codes.PROCESSING_EQUIPMENT::matches)
            && item.string(Tag.MANUFACTURER).filter(SOFTWARE::equals).isPresent());
  }

  private static Dataset stating(Dataset item, String digest) {
    String description = item.string(Tag.CONTRIBUTION_DESCRIPTION).orElse("");
    return item.toBuilder()
        .set(
            Tag.CONTRIBUTION_DESCRIPTION,
            STATED.matcher(description).replaceAll("") + " Content SHA-256 " + digest + ".")
        .build();
  }

  /** Whether the deep sequences, if there are any, are those whose digest the object states. */
  static boolean matches(Dataset dataset) {
    return stated(dataset).equals(of(dataset));
  }

  private static Optional<String> stated(Dataset dataset) {
    return dataset.items(Tag.CONTRIBUTING_EQUIPMENT_SEQUENCE).stream()
        .filter(ContentDigest::states)
        .flatMap(item -> item.string(Tag.CONTRIBUTION_DESCRIPTION).stream())
        .map(STATED::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }

  private static Optional<String> of(Dataset dataset) {
    Dataset deep = Dataset.of(dataset.attributes().filter(each -> covers(each.tag())).toList());
    if (deep.size() == 0) {
      return Optional.empty();
    }
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    try {
      MacStream.write(deep, new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(Hex.encodeHexString(sha256.digest()));
  }
}
