// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.code;

import java.util.Objects;
import java.util.Optional;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * A concept of a terminology.
 *
 * @param value the code, at most 16 characters
 * @param scheme designator of the coding scheme, at most 16 characters, for example {@code SCT}
 * @param meaning what the code means, at most 64 characters
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_8.8">PS3.3
 *     8.8</a>
 */
public record CodedConcept(String value, String scheme, String meaning) {

  public CodedConcept {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(meaning, "meaning");
    if (value.isBlank() || scheme.isBlank() || meaning.isBlank()) {
      throw new IllegalArgumentException("a coded concept has a value, a scheme and a meaning");
    }
    if (value.length() > 16 || scheme.length() > 16 || meaning.length() > 64) {
      throw new IllegalArgumentException(
          "a coded concept has at most 16 characters of value and scheme, 64 of meaning: " + value);
    }
  }

  /** The item of a code sequence (PS3.3 table 8.8-1). */
  public Dataset item() {
    return Dataset.builder()
        .set(Tag.CODE_VALUE, value)
        .set(Tag.CODING_SCHEME_DESIGNATOR, scheme)
        .set(Tag.CODE_MEANING, meaning)
        .build();
  }

  /** Whether an item of a code sequence is this concept; the meaning does not count. */
  public boolean matches(Dataset item) {
    return item.string(Tag.CODE_VALUE).filter(value::equals).isPresent()
        && item.string(Tag.CODING_SCHEME_DESIGNATOR).filter(scheme::equals).isPresent();
  }

  /** The concept of a code sequence's item, if it is whole and fits. */
  public static Optional<CodedConcept> of(Dataset item) {
    Optional<String> value = item.string(Tag.CODE_VALUE);
    Optional<String> scheme = item.string(Tag.CODING_SCHEME_DESIGNATOR);
    Optional<String> meaning = item.string(Tag.CODE_MEANING);
    if (value.isEmpty() || scheme.isEmpty() || meaning.isEmpty()) {
      return Optional.empty();
    }
    boolean fits =
        value.get().length() <= 16 && scheme.get().length() <= 16 && meaning.get().length() <= 64;
    return fits
        ? Optional.of(new CodedConcept(value.get(), scheme.get(), meaning.get()))
        : Optional.empty();
  }
}
