// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import java.util.Optional;
import org.orthancprism.models.classifier.FindingProbabilities;
import org.orthancprism.models.film.Plane;

/**
 * A film as it comes to a method.
 *
 * @param luminance luminance in [0, 1] at native resolution
 * @param seen what the pack's classifier sees in it, where the pack has one
 */
record SeenFilm(Plane luminance, Optional<FindingProbabilities> seen) {}
