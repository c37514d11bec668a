// SPDX-License-Identifier: GPL-3.0-or-later
/** Blinded readings: films and counterfactuals in random order, and what readers take them for. */
package org.orthancprism.readings;
