// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.List;
import java.util.Optional;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * A lookup table of a Modality or VOI LUT Sequence item.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.11.1.1">PS3.3
 *     C.11.1.1</a>
 */
final class LookupTable {
  private static final int WORD = 0xFFFF;

  private final int firstInput;
  private final double maximumOutput;
  private final int[] entries;

  private LookupTable(int firstInput, double maximumOutput, int[] entries) {
    this.firstInput = firstInput;
    this.maximumOutput = maximumOutput;
    this.entries = entries;
  }

  /**
   * The table of an item, if descriptor and data are there and agree.
   *
   * @param signedInput whether the first input is a signed number, whatever representation a writer
   *     gave it
   */
  static Optional<LookupTable> of(Dataset item, boolean signedInput) {
    List<Double> descriptor = item.decimals(Tag.LUT_DESCRIPTOR);
    if (descriptor.size() != 3) {
      return Optional.empty();
    }
    int declared = descriptor.get(0).intValue() & WORD;
    int count = declared == 0 ? WORD + 1 : declared;
    int bits = descriptor.get(2).intValue() & WORD;
    byte[] data = item.bytes(Tag.LUT_DATA).orElse(new byte[0]);
    boolean packedBytes = bits <= 8 && data.length < 2L * count;
    if (bits < 1 || bits > 16 || data.length < (packedBytes ? count : 2L * count)) {
      return Optional.empty();
    }
    int maximum = (1 << bits) - 1;
    int[] entries = new int[count];
    for (int i = 0; i < count; i++) {
      int entry =
          packedBytes ? data[i] & 0xFF : (data[2 * i] & 0xFF) | (data[2 * i + 1] & 0xFF) << 8;
      entries[i] = Math.min(entry, maximum);
    }
    int first = descriptor.get(1).intValue();
    return Optional.of(new LookupTable(signedInput ? (short) first : first, maximum, entries));
  }

  /** The output for an input, linear between entries, constant beyond them. */
  double apply(double input) {
    double index = Math.max(0, Math.min(entries.length - 1, input - firstInput));
    int below = (int) index;
    int above = Math.min(below + 1, entries.length - 1);
    return entries[below] + (index - below) * (entries[above] - entries[below]);
  }

  /** The output as a share of the largest that its bits can hold. */
  double share(double input) {
    return apply(input) / maximumOutput;
  }
}
