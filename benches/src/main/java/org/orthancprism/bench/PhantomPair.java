// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import java.util.Optional;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.quality.Ssim;
import org.orthancprism.phantom.Phantom;
import org.orthancprism.phantom.PhantomSettings;

/**
 * A phantom with a finding, and the same phantom without it: what a perfect removal would give.
 *
 * @param finding the finding's name
 * @param film with the finding
 * @param truth without it; the noise is the same
 */
record PhantomPair(String finding, Film film, Film truth) {

  /** A change of luminance below this can't be seen. */
  private static final float SEEN = 0.01f;

  /** The pair for a finding, where phantoms can have it. */
  static Optional<PhantomPair> of(String finding, int rows, int columns, long seed) {
    return switch (finding) {
      case "Support Devices" -> Optional.of(withSupportDevices(rows, columns, seed));
      case "Pleural Effusion" -> Optional.of(withPleuralEffusion(rows, columns, seed));
      default -> Optional.empty();
    };
  }

  /** A phantom with support devices. */
  static PhantomPair withSupportDevices(int rows, int columns, long seed) {
    Phantom phantom = Phantom.generate(new PhantomSettings(rows, columns, seed, true, false));
    return new PhantomPair("Support Devices", phantom.film(), phantom.withoutSupportDevices());
  }

  /** A phantom with a pleural effusion. */
  static PhantomPair withPleuralEffusion(int rows, int columns, long seed) {
    Phantom phantom = Phantom.generate(new PhantomSettings(rows, columns, seed, false, true));
    return new PhantomPair("Pleural Effusion", phantom.film(), phantom.withoutPleuralEffusion());
  }

  /** A film that has both. */
  static Film withBoth(int rows, int columns, long seed) {
    return Phantom.generate(new PhantomSettings(rows, columns, seed, true, true)).film();
  }

  /** Where the truth changes. */
  private ChangeMask changes() {
    float[] weights = new float[film.luminance().length];
    for (int i = 0; i < weights.length; i++) {
      float change = Math.abs(film.luminance()[i] - truth.luminance()[i]);
      weights[i] = change > SEEN ? 1 : 0;
    }
    return new ChangeMask(film.rows(), film.columns(), weights);
  }

  /** Mean absolute change that an edit made where the truth has none. */
  double l1Outside(Film edited) {
    return l1(edited, film, 0);
  }

  /** Mean absolute distance of an edit to the truth where the truth changes. */
  double l1Inside(Film edited) {
    return l1(edited, truth, 1);
  }

  /** Structural similarity to the film where the truth does not change. */
  double ssimOutside(Film edited) {
    return Ssim.of(Plane.of(edited), Plane.of(film)).meanOutside(changes());
  }

  private double l1(Film edited, Film other, float weight) {
    float[] changes = changes().weights();
    double sum = 0;
    int count = 0;
    for (int i = 0; i < changes.length; i++) {
      if (changes[i] == weight) {
        sum += Math.abs(edited.luminance()[i] - other.luminance()[i]);
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
