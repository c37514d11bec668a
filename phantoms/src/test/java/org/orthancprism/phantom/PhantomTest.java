// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.film.Film;

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

  private static Phantom clinical(long seed, PhantomFinding... findings) {
    return Phantom.generate(
        new PhantomSettings(256, 256, seed, Set.of(findings), Variety.CLINICAL));
  }

  @Test
  void eachFindingOfAClinicalPhantomShowsAndLeavesTheRestOfTheFilmAsItWas() {
    PhantomFinding[] all = PhantomFinding.values();
    for (PhantomFinding finding : all) {
      double shown = 0;
      for (long seed = 0; seed < 6; seed++) {
        Phantom phantom = clinical(seed, all);
        float[] with = phantom.film().luminance();
        float[] without = phantom.without(finding).luminance();
        int changed = 0;
        int same = 0;
        for (int i = 0; i < with.length; i++) {
          changed += Math.abs(with[i] - without[i]) > 0.02f ? 1 : 0;
          same += with[i] == without[i] ? 1 : 0;
        }
        shown += (double) changed / with.length;
        assertTrue(same > with.length / 4, finding + " of seed " + seed + " is everywhere");
      }
      assertTrue(shown / 6 > 0.004, finding + " hardly shows: " + shown / 6);
    }
  }

  @Test
  void anEnlargedHeartIsWiderThanTheHeartThatItReplaces() {
    for (long seed = 0; seed < 6; seed++) {
      Phantom phantom = clinical(seed, PhantomFinding.CARDIOMEGALY);
      Film without = phantom.without(PhantomFinding.CARDIOMEGALY);
      double gain = 0;
      for (int row = 96; row < 192; row++) {
        for (int column = 0; column < 256; column++) {
          gain += phantom.film().at(row, column) - without.at(row, column);
        }
      }
      assertTrue(gain > 20, "seed " + seed + ": the heart gained " + gain);
    }
  }

  @Test
  void thePlainFilmsOfSeedsStayWhatTheyWere() {
    // What ships was trained and measured on these.
    Phantom phantom = phantom(5, true, true);
    double sum = 0;
    for (float value : phantom.film().luminance()) {
      sum += value;
    }
    assertEquals(29179.29, sum, 0.01);
  }
}
