// SPDX-License-Identifier: GPL-3.0-or-later
/** Which instances are frontal chest radiographs of adults, and why the others are not. */
package org.orthancprism.dicom.selection;
