// SPDX-License-Identifier: GPL-3.0-or-later
/** Studies that were there before: put into the queue bit by bit, beside those that arrive. */
package org.orthancprism.backfill;
