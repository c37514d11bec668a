// SPDX-License-Identifier: GPL-3.0-or-later
/** Shares with their intervals. */
package org.orthancprism.statistics;
