// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredPixelsTest {

  @ParameterizedTest
  @CsvSource({"8, 255, 128", "12, 4095, 2048", "16, 65535, 32768"})
  void luminanceFillsTheBitsFromBlackToWhite(int bits, int white, int middle) {
    StoredPixels stored = StoredPixels.ofLuminance(1, 3, new float[] {0, 0.5f, 1}, bits);
    assertArrayEquals(new int[] {0, middle, white}, stored.values());
    assertFalse(stored.isSigned());
  }

  @Test
  void luminanceBeyondBlackAndWhiteIsCut() {
    StoredPixels stored = StoredPixels.ofLuminance(2, 1, new float[] {-0.3f, 1.2f}, 12);
    assertArrayEquals(new int[] {0, 4095}, stored.values());
  }
}
