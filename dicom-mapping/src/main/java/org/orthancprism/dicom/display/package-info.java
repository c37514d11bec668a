// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * How a film says that its stored values are shown: read with tolerance, written validly and with
 * the same meaning.
 */
package org.orthancprism.dicom.display;
