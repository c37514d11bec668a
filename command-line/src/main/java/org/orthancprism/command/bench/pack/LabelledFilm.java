// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.bench.pack;

import org.orthancprism.models.film.Film;

/**
 * A real film of which somebody has told whether it shows support devices.
 *
 * @param id its name in the table of labels
 * @param anteroposterior whether it is AP, as films of patients in bed are, and not PA
 * @param devices whether devices are visible
 * @param film the film itself
 */
record LabelledFilm(String id, boolean anteroposterior, boolean devices, Film film) {}
