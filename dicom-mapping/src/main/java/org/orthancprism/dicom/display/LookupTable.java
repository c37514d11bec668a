// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.display;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;

/**
 * A lookup table of a Modality or VOI LUT Sequence item.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.11.1.1">PS3.3
 *     C.11.1.1</a>
 */
public final class LookupTable {
  private static final int WORD = 0xFFFF;

  /** Entries have 8 bits or more in the standard, and a viewer divides by 256 to show them. */
  private static final int FEWEST_BITS = 8;

  private final Dataset item;
  private final int firstInput;
  private final int statedBits;
  private final int heldBits;
  private final int[] entries;

  private LookupTable(Dataset item, int firstInput, int statedBits, int heldBits, int[] entries) {
    this.item = item;
    this.firstInput = firstInput;
    this.statedBits = statedBits;
    this.heldBits = heldBits;
    this.entries = entries;
  }

  /**
   * The table of an item, if there are a descriptor and data. Of data that are shorter than the
   * descriptor says, the entries that are there count.
   *
   * @param signedInput whether the first input is a signed number, whatever representation a writer
   *     gave it
   */
  static Optional<LookupTable> of(Dataset item, boolean signedInput) {
    List<Double> descriptor = item.decimals(Tag.LUT_DESCRIPTOR);
    byte[] data = item.bytes(Tag.LUT_DATA).orElse(new byte[0]);
    if (descriptor.size() != 3 || data.length < 2) {
      return Optional.empty();
    }
    int declared = descriptor.get(0).intValue() & WORD;
    int stated = declared == 0 ? WORD + 1 : declared;
    int bits = descriptor.get(2).intValue() & WORD;
    boolean packedBytes = bits >= 1 && bits <= 8 && data.length < 2L * stated;
    int[] entries = new int[Math.min(stated, packedBytes ? data.length : data.length / 2)];
    int all = 0;
    for (int i = 0; i < entries.length; i++) {
      entries[i] =
          packedBytes ? data[i] & 0xFF : (data[2 * i] & 0xFF) | (data[2 * i + 1] & 0xFF) << 8;
      all |= entries[i];
    }
    int held = Math.max(FEWEST_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(all));
    int first = descriptor.get(1).intValue();
    return Optional.of(
        new LookupTable(item, signedInput ? (short) first : first, bits, held, entries));
  }

  /** The output for an input, linear between entries, constant beyond them. */
  double apply(double input) {
    double index = Math.max(0, Math.min(entries.length - 1, input - firstInput));
    int below = (int) index;
    int above = Math.min(below + 1, entries.length - 1);
    return entries[below] + (index - below) * (entries[above] - entries[below]);
  }

  /**
   * The output as a share of the largest that its bits can hold. These are the bits of the entries
   * that are there: some writers, Agfa's for one, say 16 where they use 12.
   */
  double share(double input) {
    return apply(input) / maximum();
  }

  /** The largest output that the bits of the entries can hold. */
  int maximum() {
    return (1 << heldBits) - 1;
  }

  /** The item of a Modality LUT as it may be written, its outputs being what they are. */
  Dataset modalityItem() {
    boolean sound = statedEntries() == entries.length && statedBits == bits();
    return sound ? item : rewritten(bits(), 1);
  }

  /**
   * The item of a VOI LUT as it may be written: with entries of 16 bits, whose shares of the
   * largest are those of the film's bits. Where the film says 16 bits and holds fewer it is left as
   * it is, since some viewers believe what it says and some what it holds, and shall show the same
   * for both.
   */
  Dataset voiItem() {
    boolean sound = statedEntries() == entries.length && statedBits == Short.SIZE;
    return sound ? item : rewritten(Short.SIZE, wordScale());
  }

  /** Entries times this are those of {@link #voiItem}. */
  double wordScale() {
    return (double) WORD / ((1 << bits()) - 1);
  }

  /** Bits as the descriptor states them where that is possible, else those that are held. */
  private int bits() {
    return statedBits >= heldBits && statedBits <= Short.SIZE ? statedBits : heldBits;
  }

  private int statedEntries() {
    int stated = item.decimals(Tag.LUT_DESCRIPTOR).get(0).intValue() & WORD;
    return stated == 0 ? WORD + 1 : stated;
  }

  private Dataset rewritten(int bits, double scale) {
    return item.toBuilder()
        .addAll(item(firstInput, entries.length, i -> scale * entries[i - firstInput]))
        .set(Tag.LUT_DESCRIPTOR, vr(firstInput), entries.length & WORD, firstInput, bits)
        .build();
  }

  /**
   * An item with a table of words.
   *
   * @param first its first input, -32768 to 65535
   * @param count how many there are, up to 65536
   * @param output what it makes of an input, 0 to 65535
   */
  static Dataset item(int first, int count, IntToDoubleFunction output) {
    ByteBuffer data = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      data.putShort((short) Math.round(output.applyAsDouble(first + i)));
    }
    return Dataset.builder()
        .set(Tag.LUT_DESCRIPTOR, vr(first), count & WORD, first, Short.SIZE)
        .setBytes(Tag.LUT_DATA, Vr.OW, data.array())
        .build();
  }

  private static Vr vr(int firstInput) {
    return firstInput < 0 ? Vr.SS : Vr.US;
  }
}
