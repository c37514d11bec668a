// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The way of a study: its files are read, its films edited one by one, and their results stored.
 */
package org.orthancprism.worker.study;
