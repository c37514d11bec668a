// SPDX-License-Identifier: GPL-3.0-or-later
/** Reads JSON that people write. */
package org.orthancprism.models.json;
