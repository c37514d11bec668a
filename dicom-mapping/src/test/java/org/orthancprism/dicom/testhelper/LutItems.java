// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.testhelper;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;

/** Rising, curved tables as items of a Modality LUT or VOI LUT Sequence. */
final class LutItems {
  private LutItems() {}

  /** A rising, curved table of words. */
  static Dataset table(int entries, int first, int bits, int greatest) {
    ByteBuffer data = ByteBuffer.allocate(2 * entries).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < entries; i++) {
      data.putShort((short) Math.round(greatest * Math.sqrt(i / (entries - 1.0))));
    }
    return Dataset.builder()
        .set(Tag.LUT_DESCRIPTOR, first < 0 ? Vr.SS : Vr.US, entries & 0xFFFF, first, bits)
        .set(Tag.MODALITY_LUT_TYPE, "US")
        .setBytes(Tag.LUT_DATA, Vr.OW, data.array())
        .build();
  }

  /** One of 8 bits whose bytes are packed into words. */
  static Dataset packed() {
    byte[] data = new byte[4096];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) Math.round(255 * Math.sqrt(i / 4095.0));
    }
    return Dataset.builder()
        .set(Tag.LUT_DESCRIPTOR, Vr.US, 4096, 0, 8)
        .setBytes(Tag.LUT_DATA, Vr.OW, data)
        .build();
  }
}
