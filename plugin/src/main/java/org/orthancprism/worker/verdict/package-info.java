// SPDX-License-Identifier: GPL-3.0-or-later
/** Writes what readers said of results into the study. */
package org.orthancprism.worker.verdict;
