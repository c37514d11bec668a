// SPDX-License-Identifier: GPL-3.0-or-later
/** The way of one film: it is decoded and edited, and its edits become DICOM objects. */
package org.orthancprism.worker.film;
