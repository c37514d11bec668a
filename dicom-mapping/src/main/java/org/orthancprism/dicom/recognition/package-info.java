// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What objects of ours say of themselves, by which they are known whatever became of their UIDs.
 */
package org.orthancprism.dicom.recognition;
