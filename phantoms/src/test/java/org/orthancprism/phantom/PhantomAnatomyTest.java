// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.film.Film;

class PhantomAnatomyTest {

  private static final int SIDE = 128;

  @Test
  void whatFindingsOfLungAndHeartChangeLiesInTheThorax() {
    for (long seed = 0; seed < 6; seed++) {
      for (PhantomFinding finding :
          Set.of(
              PhantomFinding.PLEURAL_EFFUSION,
              PhantomFinding.LUNG_OPACITY,
              PhantomFinding.CARDIOMEGALY)) {
        PhantomSettings settings =
            new PhantomSettings(SIDE, SIDE, seed, Set.of(finding), Variety.CLINICAL);
        PhantomAnatomy anatomy = PhantomAnatomy.of(settings);
        Phantom phantom = Phantom.generate(settings);
        Film without = phantom.without(finding);
        int outside = 0;
        int changed = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
          if (Math.abs(phantom.film().luminance()[i] - without.luminance()[i]) > 0.03f) {
            changed++;
            outside += anatomy.thorax().values()[i] == 0 ? 1 : 0;
          }
        }
        assertTrue(outside <= 0.1 * changed, finding + ": " + outside + " of " + changed);
      }
    }
  }

  @Test
  void bonesCoverAPartOfTheFilmAndNothingIsLessThanNone() {
    PhantomAnatomy anatomy =
        PhantomAnatomy.of(new PhantomSettings(SIDE, SIDE, 3, Set.of(), Variety.CLINICAL));
    int bone = 0;
    for (float attenuation : anatomy.bones().values()) {
      assertTrue(attenuation >= -1e-5f, "attenuation " + attenuation);
      bone += attenuation > 0.02f ? 1 : 0;
    }
    double share = (double) bone / (SIDE * SIDE);
    assertTrue(share > 0.1 && share < 0.8, "bones cover " + share);
  }
}
