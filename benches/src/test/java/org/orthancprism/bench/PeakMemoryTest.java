// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PeakMemoryTest {

  @Test
  void whatIsTouchedCountsAndIsNotForgotten() throws Exception {
    long before = PeakMemory.mebibytes();
    byte[] touched = new byte[64 << 20];
    java.util.Arrays.fill(touched, (byte) 1);
    long held = PeakMemory.mebibytes();
    assertTrue(touched[1] == 1 && held >= before && held >= 64, before + " MiB, then " + held);
  }
}
