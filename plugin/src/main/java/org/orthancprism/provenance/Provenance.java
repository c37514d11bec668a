// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.provenance;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.recognition.StatedPack;
import org.orthancprism.dicom.signature.SignatureState;
import org.orthancprism.dicom.signature.SignatureState.Altered;
import org.orthancprism.dicom.signature.SignatureState.SignedBy;
import org.orthancprism.dicom.signature.SignatureState.Unaltered;
import org.orthancprism.dicom.signature.SignatureState.Unreadable;
import org.orthancprism.dicom.signature.SignedPart;

/**
 * The provenance of an object, as far as it is known.
 *
 * @param sopInstanceUid its SOP Instance UID; empty where it has none
 * @param synthetic whether it says of itself that it is synthetic
 * @param signature what its signatures say
 * @param signerIsKnown whether the signer's certificate is one that is trusted
 * @param pack the pack that it names
 * @param sources SOP Instance UIDs of what it was made from, as it says
 * @param samePixels an image that was made here and has the same pixels
 */
public record Provenance(
    String sopInstanceUid,
    boolean synthetic,
    SignatureState signature,
    boolean signerIsKnown,
    Optional<StatedPack> pack,
    List<String> sources,
    Optional<MadeResult> samePixels) {

  public Provenance {
    Objects.requireNonNull(sopInstanceUid, "sopInstanceUid");
    Objects.requireNonNull(signature, "signature");
    Objects.requireNonNull(pack, "pack");
    Objects.requireNonNull(samePixels, "samePixels");
    sources = List.copyOf(sources);
  }

  /** Whether it is a result, by what it says or by its pixels. */
  public boolean isResult() {
    return synthetic || samePixels.isPresent() || isUnaltered() || signature instanceof Altered;
  }

  /** Whether it is a result of a known signer, as it was signed. */
  public boolean isGenuine() {
    return isUnaltered() && signerIsKnown;
  }

  /** Whether it is as it was signed, by whomever. */
  public boolean isUnaltered() {
    return signature instanceof Unaltered;
  }

  /** Who signed it. */
  public Optional<SignedBy> signedBy() {
    return signature.signedBy();
  }

  /** All of it in a line for people. */
  public String summary() {
    if (signature instanceof Unaltered unaltered) {
      return "unaltered result, signed by " + signer(unaltered.by());
    }
    if (signature instanceof Altered altered) {
      return "ALTERED result, signed by " + signer(altered.by()) + "; " + what(altered);
    }
    if (signature instanceof Unreadable unreadable) {
      return "result whose signature can't be verified: " + unreadable.reason();
    }
    if (samePixels.isPresent()) {
      return "SYNTHETIC"
          + (synthetic ? "" : " without any mark of it")
          + ", unsigned; its pixels are those of result "
          + samePixels.get().result()
          + ", made here";
    }
    return synthetic ? "says that it is synthetic, unsigned" : "no result that is known here";
  }

  private String signer(SignedBy by) {
    return by.name() + (signerIsKnown ? "" : " (NOT KNOWN here, SHA-256 " + by.fingerprint() + ")");
  }

  private static String what(Altered altered) {
    String parts =
        altered.parts().stream().map(SignedPart::label).collect(Collectors.joining(", "));
    String changed = parts.isEmpty() ? "other attributes changed" : "changed: " + parts;
    boolean onlyAdded =
        parts.isEmpty() && altered.removed().isEmpty() && !altered.added().isEmpty();
    return (onlyAdded ? "" : changed)
        + listed("; removed: ", altered.removed())
        + listed(onlyAdded ? "added: " : "; added: ", altered.added());
  }

  private static String listed(String title, List<Tag> tags) {
    return tags.isEmpty()
        ? ""
        : title + tags.stream().map(Tag::toString).collect(Collectors.joining(" "));
  }
}
