// SPDX-License-Identifier: GPL-3.0-or-later
/** The way of a study: its films are read, decoded, edited, and their results stored. */
package org.orthancprism.worker.study;
