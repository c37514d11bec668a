// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.orthancprism.models.film.Film;

/**
 * A drawn chest radiograph, with the truth about it: the same film without each of its findings.
 * Noise is the same in all, so that they differ by the finding alone.
 *
 * <p>It looks like a radiograph enough to try software on; no claim about patients follows from it.
 *
 * @param film the film, as it would arrive
 * @param without the film had a finding not been there, for each finding that the phantom has
 * @param pixelSpacing distance of neighbouring pixels in millimetres
 */
public record Phantom(Film film, Map<PhantomFinding, Film> without, double pixelSpacing) {

  public Phantom {
    without = Map.copyOf(without);
  }

  /** Draws the phantom; the same settings give the same phantom. */
  public static Phantom generate(PhantomSettings settings) {
    Patient patient = Patient.of(settings);
    Map<PhantomFinding, Film> without = new EnumMap<>(PhantomFinding.class);
    for (PhantomFinding finding : settings.findings()) {
      Set<PhantomFinding> others = EnumSet.copyOf(settings.findings());
      others.remove(finding);
      without.put(finding, patient.film(others));
    }
    return new Phantom(patient.film(settings.findings()), without, patient.pixelSpacing());
  }

  /** The film without a finding; the film itself where the phantom does not have it. */
  public Film without(PhantomFinding finding) {
    return without.getOrDefault(finding, film);
  }

  /** The film had there been no support devices. */
  public Film withoutSupportDevices() {
    return without(PhantomFinding.SUPPORT_DEVICES);
  }

  /** The film had there been no effusion. */
  public Film withoutPleuralEffusion() {
    return without(PhantomFinding.PLEURAL_EFFUSION);
  }
}
