// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Findings by name and code, and what can be done with one: take it out, or put it in somewhere.
 */
package org.orthancprism.models.finding;
