// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import org.orthancprism.models.compositing.Region;
import org.orthancprism.models.film.Plane;

/**
 * An edit at working resolution.
 *
 * @param change what is added to the luminance, over the whole film
 * @param region where the film changes
 * @param parameters how it was made
 */
record WorkingEdit(Plane change, Region region, EditParameters parameters) {}
