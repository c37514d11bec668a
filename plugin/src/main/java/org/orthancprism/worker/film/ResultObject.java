// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.film;

/**
 * One object to store.
 *
 * @param sopInstanceUid its SOP Instance UID
 * @param file its DICOM file, signed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ResultObject(String sopInstanceUid, byte[] file) {}
