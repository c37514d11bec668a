// SPDX-License-Identifier: GPL-3.0-or-later
/** Files that are run or believed are taken only from where nobody else could have put them. */
package org.orthancprism.protection;
