// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.recognition;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.dicom.version.Fingerprint;

/**
 * What an image of ours says in its Image Type (0008,0008) behind DERIVED and SECONDARY: which kind
 * it is, and fingerprints of the film's image and of the edit. Archives that modify, merge or
 * anonymise studies give other UIDs, but leave this.
 *
 * @param kind which image of an edit it is
 * @param film {@link Fingerprint} of the film's image
 * @param edit that of the pack and of the edit's key
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.7.6.1.1.2">PS3.3
 *     C.7.6.1.1.2</a>
 */
public record ResultMark(Kind kind, String film, String edit) {
  private static final int VALUES = 5;

  /** Which image of an edit it is; the name is the third value of Image Type. */
  public enum Kind {
    COUNTERFACTUAL,
    DIFFERENCE,
    FLICKER
  }

  public ResultMark {
    Objects.requireNonNull(kind, "kind");
    if (!Fingerprint.isOne(film) || !Fingerprint.isOne(edit)) {
      throw new IllegalArgumentException("a mark has two fingerprints");
    }
  }

  /** The mark of an image that is made from a film. */
  public static ResultMark of(Kind kind, FilmVersion film, String packDigest, String editKey) {
    return new ResultMark(kind, Fingerprint.of(film), Fingerprint.of(packDigest, editKey));
  }

  /** The mark that an image carries, if it does. */
  static Optional<ResultMark> of(Dataset image) {
    List<String> type = image.strings(Tag.IMAGE_TYPE);
    if (type.size() < VALUES
        || !Fingerprint.isOne(type.get(3))
        || !Fingerprint.isOne(type.get(4))) {
      return Optional.empty();
    }
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.name().equals(type.get(2)))
        .findFirst()
        .map(kind -> new ResultMark(kind, type.get(3), type.get(4)));
  }

  /** The values of Image Type. */
  public String[] imageType() {
    return new String[] {"DERIVED", "SECONDARY", kind.name(), film, edit};
  }
}
