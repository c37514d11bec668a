// SPDX-License-Identifier: GPL-3.0-or-later
/** How an edit of a film ends, and whether what it made is worth storing. */
package org.orthancprism.models.ending;
