// SPDX-License-Identifier: GPL-3.0-or-later
/** Files that are run or trusted must come from places where no other user can write. */
package org.orthancprism.protection;
