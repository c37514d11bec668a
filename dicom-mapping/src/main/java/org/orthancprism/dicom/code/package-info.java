// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Coded concepts: those of the standard terminologies that are written here, and the few of our
 * own.
 */
package org.orthancprism.dicom.code;
