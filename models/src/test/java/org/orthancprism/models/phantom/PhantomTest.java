// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PhantomTest {

  private static Phantom phantom(long seed, boolean devices, boolean effusion) {
    return Phantom.generate(new PhantomSettings(256, 224, seed, devices, effusion));
  }

  @Test
  void theSameSettingsDrawTheSamePhantom() {
    assertArrayEquals(
        phantom(5, true, true).film().luminance(), phantom(5, true, true).film().luminance());
  }

  @Test
  void anotherSeedDrawsAnotherPatient() {
    assertFalse(
        Arrays.equals(
            phantom(5, false, false).film().luminance(),
            phantom(6, false, false).film().luminance()));
  }

  @Test
  void supportDevicesBrightenAFewPixelsAndLeaveTheOthersExactlyAsTheyWere() {
    for (long seed = 0; seed < 8; seed++) {
      Phantom phantom = phantom(seed, true, false);
      float[] with = phantom.film().luminance();
      float[] without = phantom.withoutSupportDevices().luminance();
      int brighter = 0;
      int same = 0;
      for (int i = 0; i < with.length; i++) {
        assertTrue(with[i] >= without[i], "a device can't let more radiation through");
        brighter += with[i] > without[i] + 0.03f ? 1 : 0;
        same += with[i] == without[i] ? 1 : 0;
      }
      assertTrue(brighter > 30, "seed " + seed + " shows a device in " + brighter + " pixels only");
      assertTrue(same > with.length / 3, "seed " + seed + " leaves only " + same + " pixels alone");
    }
  }

  @Test
  void aPleuralEffusionBrightensTheLowerHalfOfOneSide() {
    for (long seed = 0; seed < 8; seed++) {
      Phantom phantom = phantom(seed, false, true);
      double[] gain = new double[4];
      for (int row = 0; row < 256; row++) {
        for (int column = 0; column < 224; column++) {
          int quadrant = (row < 128 ? 0 : 2) + (column < 112 ? 0 : 1);
          gain[quadrant] +=
              phantom.film().at(row, column) - phantom.withoutPleuralEffusion().at(row, column);
        }
      }
      double upper = gain[0] + gain[1];
      double strongerSide = Math.max(gain[0] + gain[2], gain[1] + gain[3]);
      double all = upper + gain[2] + gain[3];
      assertTrue(all > 100, "seed " + seed + ": hardly any fluid");
      assertTrue(upper < 0.35 * all, "seed " + seed + ": fluid in the upper half");
      assertTrue(strongerSide > 0.9 * all, "seed " + seed + ": fluid on both sides");
    }
  }

  @Test
  void aPhantomWithoutFindingsIsItsOwnCounterfactual() {
    Phantom phantom = phantom(3, false, false);
    assertArrayEquals(phantom.film().luminance(), phantom.withoutSupportDevices().luminance());
    assertArrayEquals(phantom.film().luminance(), phantom.withoutPleuralEffusion().luminance());
  }

  @Test
  void luminanceLiesBetweenBlackAndWhiteAndUsesMostOfThatRange() {
    float[] luminance = phantom(1, true, true).film().luminance();
    float[] sorted = luminance.clone();
    Arrays.sort(sorted);
    assertTrue(sorted[0] >= 0 && sorted[sorted.length - 1] <= 1);
    assertTrue(sorted[sorted.length * 99 / 100] - sorted[sorted.length / 100] > 0.4);
  }

  @Test
  void aPhantomTooSmallToShowAChestIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new PhantomSettings(63, 512, 0, false, false));
  }
}
