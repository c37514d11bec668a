// SPDX-License-Identifier: GPL-3.0-or-later
/** One edit of a film: its description, its pixels, and the label that marks them as synthetic. */
package org.orthancprism.dicom.edit;
