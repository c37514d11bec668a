// SPDX-License-Identifier: GPL-3.0-or-later
/** Shares with their intervals, and tables of values separated by commas. */
package org.orthancprism.statistics;
