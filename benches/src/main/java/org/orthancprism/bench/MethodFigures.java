// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

/**
 * What a method costs, and how well it edits phantoms whose truth is known.
 *
 * @param name the method's name
 * @param unetEvaluations latents that pass through the UNet for one edit, a backward pass counted
 *     as two
 * @param seconds warm median of one edit's time
 * @param l1Outside mean absolute change of luminance where the truth does not change
 * @param ssimOutside structural similarity there, in [-1, 1]
 * @param l1Inside mean absolute distance to the truth where the truth changes
 */
record MethodFigures(
    String name,
    double unetEvaluations,
    double seconds,
    double l1Outside,
    double ssimOutside,
    double l1Inside) {}
