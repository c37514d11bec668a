// SPDX-License-Identifier: GPL-3.0-or-later
/** Where the thorax lies on a frontal film. */
package org.orthancprism.models.thorax;
